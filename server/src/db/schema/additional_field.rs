use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::column::{Column, ColumnDefault, ColumnType};

/// A field that a deployment adds to users or sessions, or a plugin to any table.
#[derive(Debug, Clone, PartialEq)]
pub struct AdditionalField {
    /// Its key in JSON.
    pub name: String,
    /// What it holds.
    pub ty: FieldType,
    /// Whether a new row must have it, unless there is a default. Default `true`.
    pub required: bool,
    /// Whether clients may set it. Default `true`.
    pub input: bool,
    /// Whether clients may see it. Default `true`.
    pub returned: bool,
    /// What a new row gets when nothing is given.
    pub default_value: Option<Value>,
    /// Whether no two rows may hold the same value. Default `false`.
    pub unique: bool,
    /// Whether rows are looked up by it. Default `false`.
    pub index: bool,
    /// Whether rows are sorted by it. Default `false`.
    pub sortable: bool,
    /// Whether a number may need more than 32 bits. Default `false`.
    pub bigint: bool,
    /// The table whose `id` it holds, by its key, such as `user`; its rows go when that row goes.
    pub references: Option<String>,
    /// The name of the column. Default: the name of the field.
    pub field_name: Option<String>,
}

/// What an additional field holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "TypeText")]
pub enum FieldType {
    /// `"string"`
    String,
    /// `"number"`: a whole number.
    Number,
    /// `"boolean"`
    Boolean,
    /// `"date"`
    Date,
    /// `"json"`
    Json,
    /// `"string[]"`
    StringArray,
    /// `"number[]"`
    NumberArray,
    /// One of some texts, written as an array of them.
    OneOf(Vec<String>),
}

impl AdditionalField {
    /// A required field that clients may set and see.
    pub fn new(name: impl Into<String>, ty: FieldType) -> Self {
        Self {
            name: name.into(),
            ty,
            required: true,
            input: true,
            returned: true,
            default_value: None,
            unique: false,
            index: false,
            sortable: false,
            bigint: false,
            references: None,
            field_name: None,
        }
    }

    pub(super) fn column(&self) -> Column {
        let ty = match &self.ty {
            FieldType::String | FieldType::OneOf(_) => ColumnType::Text,
            FieldType::Number if self.bigint => ColumnType::BigInt,
            FieldType::Number => ColumnType::Integer,
            FieldType::Boolean => ColumnType::Boolean,
            FieldType::Date => ColumnType::Date,
            FieldType::Json | FieldType::StringArray | FieldType::NumberArray => ColumnType::Json,
        };
        let plain = matches!(self.ty, FieldType::String | FieldType::Number | FieldType::Boolean);
        let default = match &self.default_value {
            // Rows with the same value could not all keep it in a unique column.
            Some(value) if plain && !value.is_null() && (self.required || !self.unique) => {
                ColumnDefault::Backfill(value.clone())
            }
            _ => ColumnDefault::None,
        };
        let column = Column::new(&self.name, ty);
        Column {
            name: self.field_name.as_deref().map_or_else(|| Arc::clone(&column.name), Arc::from),
            nullable: !self.required,
            unique: self.unique,
            index: self.index,
            sortable: self.sortable,
            default,
            references: self.references.as_deref().map(Arc::from),
            returned: self.returned,
            ..column
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TypeText {
    Name(String),
    OneOf(Vec<String>),
}

impl TryFrom<TypeText> for FieldType {
    type Error = &'static str;

    fn try_from(text: TypeText) -> Result<Self, Self::Error> {
        let name = match text {
            TypeText::OneOf(values) => return Ok(Self::OneOf(values)),
            TypeText::Name(name) => name,
        };
        match name.as_str() {
            "string" => Ok(Self::String),
            "number" => Ok(Self::Number),
            "boolean" => Ok(Self::Boolean),
            "date" => Ok(Self::Date),
            "json" => Ok(Self::Json),
            "string[]" => Ok(Self::StringArray),
            "number[]" => Ok(Self::NumberArray),
            _ => Err(
                "a type is string, number, boolean, date, json, string[], number[] or an array of texts",
            ),
        }
    }
}
