//! The TypeScript declarations of routes, models and error codes, and the methods of the routes.
//!
//! `cargo xtask generate` writes them to `bindings/generated/`; a test fails when the files there
//! differ.

mod plugins;

use std::collections::BTreeMap;

use crate::describe::{Field, Model, Type};
use crate::{ErrorCode, Method, RouteInfo, routes};

const HEADER: &str =
    "// Made from the `protocol` crate by `cargo xtask generate`. Do not edit.\n\n";

/// The generated files: name and content.
pub fn files() -> Vec<(String, String)> {
    let core = [
        ("models.d.ts", models()),
        ("routes.d.ts", route_tree()),
        ("error-codes.d.ts", error_codes()),
        ("route-methods.ts", route_methods()),
    ];
    core.map(|(name, content)| (name.to_owned(), content))
        .into_iter()
        .chain(plugins::files())
        .collect()
}

fn models() -> String {
    let found = models_of(called());
    let import = "import type { SocialProviderId } from \"./social-providers.js\";\n\n";
    format!("{HEADER}{import}{}", declarations(found.values().copied()))
}

/// What routes take and answer, by name.
fn models_of(
    routes: impl Iterator<Item = &'static RouteInfo>,
) -> BTreeMap<&'static str, &'static Model> {
    let mut found = BTreeMap::new();
    for route in routes {
        collect(&Type::Model(route.input), &mut found);
        collect(&route.output, &mut found);
    }
    found
}

fn declarations(models: impl Iterator<Item = &'static Model>) -> String {
    let mut text = String::new();
    for model in models {
        if model.fields.is_empty() && !model.additional {
            continue;
        }
        text += &docs(model.docs, "");
        if !model.one_of.is_empty() {
            text += &choice(model);
            continue;
        }
        text += &format!("export interface {} {{\n", model.name);
        for field in model.fields {
            text += &docs(field.docs, "  ");
            text += &declaration(field);
        }
        if model.additional {
            text += "  /** What a deployment and its plugins add. */\n";
            text += "  [additional: string]: unknown;\n";
        }
        text += "}\n\n";
    }
    text
}

/// A union: in each member one of the fields is there, and the others are not.
fn choice(model: &Model) -> String {
    let members = model.one_of.iter().map(|chosen| {
        let fields = model.fields.iter().map(|field| {
            let ty = typescript(&field.ty);
            match field.name {
                name if name == *chosen => format!("{name}: {ty}"),
                name if model.one_of.contains(&name) => format!("{name}?: never"),
                name => format!("{name}?: {ty}"),
            }
        });
        format!("\n  | {{ {} }}", fields.collect::<Vec<_>>().join("; "))
    });
    format!("export type {} ={};\n\n", model.name, members.collect::<String>())
}

fn collect(ty: &Type, found: &mut BTreeMap<&'static str, &'static Model>) {
    match ty {
        Type::Nullable(inner) | Type::List(inner) => collect(inner, found),
        Type::Model(model) => {
            found.insert(model.name, model);
            for field in model.fields {
                collect(&field.ty, found);
            }
        }
        _ => {}
    }
}

fn declaration(field: &Field) -> String {
    // Better Auth's types allow a nullable field to be missing, too.
    let optional = field.optional || matches!(field.ty, Type::Nullable(_)) && field.name != "token";
    let mark = if optional { "?" } else { "" };
    format!("  {}{mark}: {};\n", field.name, typescript(&field.ty))
}

fn typescript(ty: &Type) -> String {
    match ty {
        Type::String | Type::NonEmptyString | Type::Email => "string".to_owned(),
        Type::Boolean | Type::Truthy => "boolean".to_owned(),
        Type::True => "true".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::Number => "number".to_owned(),
        Type::OneOf(texts) => {
            let quoted: Vec<_> = texts.iter().map(|text| format!("\"{text}\"")).collect();
            quoted.join(" | ")
        }
        Type::Provider => "SocialProviderId".to_owned(),
        Type::AuthorizationParameters => "Record<string, string>".to_owned(),
        Type::Record => "Record<string, unknown>".to_owned(),
        Type::Unchecked(inner) => typescript(inner),
        Type::Nullable(inner) => format!("{} | null", typescript(inner)),
        Type::List(inner @ Type::OneOf(_)) => format!("({})[]", typescript(inner)),
        Type::List(inner) => format!("{}[]", typescript(inner)),
        Type::Model(model) => model.name.to_owned(),
    }
}

fn docs(lines: &[&str], indent: &str) -> String {
    match lines {
        [] => String::new(),
        [line] => format!("{indent}/**{line} */\n"),
        lines => {
            let body: String = lines.iter().map(|line| format!("{indent} *{line}\n")).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// The routes as the tree of methods that a client has: `/sign-in/email` is `signIn.email`.
#[derive(Default)]
struct Node {
    route: Option<&'static RouteInfo>,
    children: BTreeMap<String, Node>,
}

/// The routes that are called by name; those with parameters in their path are links.
fn called() -> impl Iterator<Item = &'static RouteInfo> {
    routes::ALL.iter().filter(|route| !route.has_parameters())
}

fn route_tree() -> String {
    let body = methods(called());
    let mut names: Vec<_> = models_of(called()).into_keys().collect();
    names.retain(|name| mentions(&body, name));
    format!(
        "{HEADER}import type {{ Call }} from \"../core/types.js\";\nimport type {{\n{}}} from \"./models.js\";\n\n/** Every route of the core as a method. */\nexport interface Routes {{\n{body}}}\n",
        names.iter().map(|name| format!("  {name},\n")).collect::<String>(),
    )
}

/// Routes as members of an interface.
fn methods(routes: impl Iterator<Item = &'static RouteInfo>) -> String {
    let mut root = Node::default();
    for route in routes {
        let mut node = &mut root;
        for segment in route.path.split('/').skip(1) {
            node = node.children.entry(camel_case(segment)).or_default();
        }
        // Of two routes with one path the first is the one that a call without body reaches.
        node.route.get_or_insert(route);
    }
    members(&root, "  ")
}

fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == name)
}

fn members(node: &Node, indent: &str) -> String {
    let mut text = String::new();
    for (name, child) in &node.children {
        if let Some(route) = child.route {
            text += &docs(route.input.docs, indent);
            let mut method = call(route);
            if !child.children.is_empty() {
                let children = members(child, &format!("{indent}  "));
                method += &format!(" & {{\n{children}{indent}}}");
            }
            text += &format!("{indent}{name}: {method};\n");
        } else {
            text += &format!(
                "{indent}{name}: {{\n{}{indent}}};\n",
                members(child, &format!("{indent}  "))
            );
        }
    }
    text
}

fn call(route: &RouteInfo) -> String {
    let input = match (route.method, route.input.fields) {
        (_, []) => "Record<string, never>".to_owned(),
        (Method::Get, _) => format!("{{ query?: {} }}", route.input.name),
        (Method::Post, _) => route.input.name.to_owned(),
    };
    let required =
        route.method == Method::Post && route.input.fields.iter().any(|field| !field.optional);
    let input = if required { input } else { format!("{input} | undefined") };
    format!("Call<{input}, {}>", typescript(&route.output))
}

/// The method by path; of two routes with one path, that of the one which a call without body
/// reaches.
fn route_methods() -> String {
    let mut methods = BTreeMap::new();
    for route in called() {
        methods.entry(route.path).or_insert(route.method);
    }
    let lines: String = methods
        .iter()
        .map(|(path, method)| {
            let method = if *method == Method::Get { "GET" } else { "POST" };
            format!("  \"{path}\": \"{method}\",\n")
        })
        .collect();
    format!(
        "{HEADER}/** How each route of the core is called. */\nexport const routeMethods = {{\n{lines}}} as const;\n"
    )
}

fn camel_case(segment: &str) -> String {
    let mut words = segment.split('-');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}

fn error_codes() -> String {
    let mut text = HEADER.to_owned();
    text += "/** The sentence of each error code of the core. */\nexport interface ErrorCodes {\n";
    for code in ErrorCode::ALL {
        text += &format!("  /** Status {}. */\n", code.status());
        text += &format!(
            "  {}: {{ readonly code: \"{}\"; message: \"{}\" }};\n",
            code.as_str(),
            code.as_str(),
            code.message()
        );
    }
    text += "}\n\n/** A code that the core's errors carry. */\nexport type ErrorCode = keyof ErrorCodes;\n";
    text
}
