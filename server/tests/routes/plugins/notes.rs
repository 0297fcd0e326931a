//! A plugin that uses every part of the interface.

use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};
use signet_auth_protocol::describe::True;
use signet_auth_protocol::{route, wire};
use signet_auth_server::db::schema::Model;
use signet_auth_server::db::{AdditionalField, FieldType, Filter};
use signet_auth_server::hooks::{Before, HookResponse, Record};
use signet_auth_server::options::{Options, RateLimitRule};
use signet_auth_server::plugin::{
    Arrival, Parts, PathMatcher, Plugin, PluginContext, PluginError, PluginOptionsError,
    PluginSchema, PluginTable,
};
use signet_auth_server::{ApiError, Reply};

wire! {
    /// Keeps a note of the user.
    pub struct AddNote {
        /// What it says.
        pub text: String = "text",
        /// Whether others may read it.
        pub public: Option<bool> = "public",
    }

    /// A note.
    pub struct AddNoteReply {
        /// Its id.
        pub id: String = "id",
        /// What it says.
        pub text: String = "text",
    }

    /// The notes of the user.
    pub struct ListNotes {}

    /// What they say.
    pub struct ListNotesReply {
        /// The texts.
        pub texts: Vec<String> = "texts",
    }

    /// Throws all notes away; not over HTTP.
    pub struct Forget {
        /// Whose.
        pub user_id: String = "userId",
    }

    /// Done.
    pub struct ForgetReply {
        /// It is.
        pub status: True = "status",
    }

    /// Everything.
    pub struct ExportNotes {}

    /// A note by its number.
    pub struct ReadNote {
        /// The number.
        pub number: String = "number",
    }
}

route! {
    AddNote => AddNoteReply: Post "/notes/add" {
        session: Sensitive, body: Required, changes_session: false
    }
    ListNotes => ListNotesReply: Get "/notes/list" {
        session: Cached, body: Ignored, changes_session: false
    }
    Forget => ForgetReply: Post "/notes/forget" {
        session: None, body: Required, changes_session: false
    }
    ExportNotes => ListNotesReply: Get "/notes/export" {
        session: Fresh, body: Ignored, changes_session: false
    }
    ReadNote => ListNotesReply: Get "/notes/read/:number" {
        session: None, body: Ignored, changes_session: false
    }
}

const TOO_LONG: PluginError = PluginError::new(422, "NOTE_TOO_LONG", "A note has 20 characters");

/// Keeps notes, and remembers what it was asked.
#[derive(Debug, Default)]
pub(super) struct Notes {
    seen: Mutex<Vec<String>>,
    refuses: bool,
}

impl Notes {
    pub(super) fn refusing() -> Self {
        Self { refuses: true, ..Self::default() }
    }

    pub(super) fn seen(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    fn saw(&self, what: impl Into<String>) {
        self.seen.lock().unwrap().push(what.into());
    }
}

impl Plugin for Notes {
    fn id(&self) -> &'static str {
        "notes"
    }

    fn schema(&self) -> PluginSchema {
        let field = |name, ty| AdditionalField::new(name, ty);
        let optional = |name, ty| AdditionalField { required: false, ..field(name, ty) };
        PluginSchema::new()
            .table(PluginTable::new(
                "note",
                [
                    field("text", FieldType::String),
                    AdditionalField {
                        references: Some("user".into()),
                        index: true,
                        ..field("userId", FieldType::String)
                    },
                    AdditionalField {
                        default_value: Some(json!(0)),
                        ..optional("reads", FieldType::Number)
                    },
                    optional("public", FieldType::Boolean),
                    optional("writtenAt", FieldType::Date),
                    optional("tags", FieldType::StringArray),
                ],
            ))
            .field(
                Model::User,
                AdditionalField {
                    input: false,
                    default_value: Some(json!("free")),
                    ..optional("plan", FieldType::String)
                },
            )
            .field(
                Model::User,
                AdditionalField { returned: false, ..optional("pin", FieldType::String) },
            )
    }

    fn init(&self, _: &mut Options) -> Result<(), PluginOptionsError> {
        match self.refuses {
            true => Err(PluginOptionsError::new("somebody must write")),
            false => Ok(()),
        }
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let mut parts = parts.of(self);
        parts.route::<AddNote>(Self::add);
        parts.route::<ListNotes>(Self::list);
        parts.route::<ReadNote>(Self::read);
        parts.route::<ExportNotes>(Self::export);
        parts.route::<Forget>(Self::forget).server_only();
        parts
            .cookie("last_note")
            .rate_limit(PathMatcher::starting_with("/notes/"), RateLimitRule { window: 60, max: 2 })
            .on_request(async |this: Arc<Self>, _, mut request| {
                this.saw(format!("request {}", request.path));
                if request.headers.remove("x-forget").is_some() {
                    request.headers.remove("cookie");
                }
                if request.headers.remove("x-stop").is_some() {
                    return Ok(Arrival::Answer(HookResponse::json("stopped")));
                }
                Ok(Arrival::Continue(request))
            })
            .middleware("/notes/add", async |this: Arc<Self>, _, request| {
                this.saw("middleware");
                Ok(Before::Continue(request))
            })
            .before("/notes/add", Self::shorten)
            .after(PathMatcher::all(), async |this: Arc<Self>, _, request, mut response| {
                this.saw(format!("after {} {}", request.path, response.status));
                response.set_header("x-after", "yes");
                Ok(response)
            })
            .on_response(async |this: Arc<Self>, _, response| {
                this.saw(format!("response {}", response.status));
                Ok((response.status == 418).then(|| HookResponse::json("no tea")))
            })
            .after_create(Model::User, Self::welcome)
            .before_create(Model::Plugin("note"), async |_, context: PluginContext, mut note| {
                if note.text("text") == Some("forbidden") {
                    return Ok(None);
                }
                note.set("writtenAt", context.now().to_string());
                Ok(Some(note))
            });
    }
}

impl Notes {
    async fn add(
        self: Arc<Self>,
        context: PluginContext,
        input: AddNote,
    ) -> Result<Reply<AddNoteReply>, ApiError> {
        if input.text.len() > 20 {
            return Err(TOO_LONG.into());
        }
        let session = context.session().await?;
        let note = note(&input.text, &session.user.id);
        let Some(row) = context.rows("note").create(note).await? else {
            return Err(ApiError::without_code(403, "This may not be noted"));
        };
        context.set_signed_cookie("last_note", &input.text, 60)?;
        let text = |key| row.text(key).unwrap_or_default().to_owned();
        Ok(Reply::new(AddNoteReply { id: text("id"), text: text("text") }))
    }

    async fn list(
        self: Arc<Self>,
        context: PluginContext,
        _: ListNotes,
    ) -> Result<Reply<ListNotesReply>, ApiError> {
        let session = context.session().await?;
        let filter = Filter::new().equal("userId", session.user.id).oldest_by("writtenAt");
        let notes = context.rows("note").find(filter).await?;
        let mut texts: Vec<String> =
            notes.iter().filter_map(|note| note.text("text").map(str::to_owned)).collect();
        texts.extend(context.signed_cookie("last_note").map(|text| format!("last: {text}")));
        Ok(Reply::new(ListNotesReply { texts }))
    }

    async fn read(
        self: Arc<Self>,
        _: PluginContext,
        input: ReadNote,
    ) -> Result<Reply<ListNotesReply>, ApiError> {
        Ok(Reply::new(ListNotesReply { texts: vec![input.number] }))
    }

    async fn export(
        self: Arc<Self>,
        context: PluginContext,
        _: ExportNotes,
    ) -> Result<Reply<ListNotesReply>, ApiError> {
        let session = context.fresh_session().await?;
        Ok(Reply::new(ListNotesReply { texts: vec![session.user.email] }))
    }

    async fn forget(
        self: Arc<Self>,
        context: PluginContext,
        input: Forget,
    ) -> Result<Reply<ForgetReply>, ApiError> {
        context.rows("note").delete(Filter::new().equal("userId", input.user_id)).await?;
        Ok(Reply::new(ForgetReply { status: True }))
    }

    async fn shorten(
        self: Arc<Self>,
        _: PluginContext,
        mut request: signet_auth_server::hooks::HookRequest,
    ) -> Result<Before, ApiError> {
        self.saw("before");
        if let Some(text) = request.body.get("text").and_then(Value::as_str) {
            request.body["text"] = json!(text.trim());
        }
        Ok(Before::Continue(request))
    }

    async fn welcome(
        self: Arc<Self>,
        context: PluginContext,
        user: Record,
    ) -> Result<(), ApiError> {
        let id = user.text("id").unwrap_or_default();
        context.rows("note").create(note("welcome", id)).await?;
        Ok(())
    }
}

fn note(text: &str, user_id: &str) -> Record {
    let fields = [("text", json!(text)), ("userId", json!(user_id))];
    Record::from(
        fields.map(|(key, value)| (key.to_owned(), value)).into_iter().collect::<Map<_, _>>(),
    )
}
