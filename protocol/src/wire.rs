//! The macro that declares an object on the wire.

/// Declares objects on the wire: the Rust struct with its serde form, and its [`Model`]
/// description. Each field is `pub name: Type = "jsonKey"`.
///
/// After `..additional`, the fields that a deployment configures are flattened in, and the struct
/// is generic over them. A reply that carries such an object is generic over that object:
/// `pub struct Reply<U = User> { pub user: U = "user", }`.
///
/// After the struct, `one_of ["a", "b"]` names fields of which exactly one must be given.
///
/// [`Model`]: crate::describe::Model
#[macro_export]
macro_rules! wire {
    ($(
        $(#[doc = $doc:literal])*
        pub struct $name:ident $(<$($generic:ident = $default:ty),*>)? {
            $( $(#[doc = $field_doc:literal])* pub $field:ident: $ty:ty = $key:literal, )*
            $( ..additional: $additional:ident, $( $(#[doc = $tail_doc:literal])* pub $tail:ident: $tail_ty:ty = $tail_key:literal, )* )?
        } $(one_of [$($choice:literal),*])?
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name $(<$($generic: $crate::describe::Describe = $default),*>)? {
            $(
                $(#[doc = $field_doc])*
                #[serde(rename = $key, skip_serializing_if = "Self::leaves_out")]
                pub $field: $ty,
            )*
            $(
                /// What a deployment and its plugins add.
                #[serde(flatten)]
                pub additional: $additional,
                $(
                    $(#[doc = $tail_doc])*
                    #[serde(rename = $tail_key, skip_serializing_if = "Self::leaves_out")]
                    pub $tail: $tail_ty,
                )*
            )?
        }

        impl $(<$($generic: $crate::describe::Describe),*>)? $name $(<$($generic),*>)? {
            /// serde takes a path as a text, where the name of this crate can't stand.
            #[allow(dead_code)]
            fn leaves_out<T: $crate::describe::Describe>(value: &T) -> bool {
                $crate::describe::Describe::is_absent(value)
            }
        }

        impl $name {
            /// Its shape on the wire.
            pub const MODEL: $crate::describe::Model = {
                $($(#[allow(dead_code)] type $generic = $default;)*)?
                $crate::describe::Model {
                    name: stringify!($name),
                    fields: &[
                        $( $crate::wire!(@field [$($field_doc),*] $ty, $key), )*
                        $($( $crate::wire!(@field [$($tail_doc),*] $tail_ty, $tail_key), )*)?
                    ],
                    additional: false $( || $crate::wire!(@always $additional) )?,
                    one_of: &[$($($choice),*)?],
                    docs: &[$($doc),*],
                }
            };
        }

        impl $(<$($generic: $crate::describe::Describe),*>)? $crate::describe::Describe for $name $(<$($generic),*>)? {
            const TYPE: $crate::describe::Type = $crate::describe::Type::Model(&$name::MODEL);
        }
    )*};

    (@always $additional:ident) => { true };

    (@field [$($doc:literal),*] $ty:ty, $key:literal) => {
        $crate::describe::Field {
            name: $key,
            ty: <$ty as $crate::describe::Describe>::TYPE,
            optional: <$ty as $crate::describe::Describe>::OPTIONAL,
            docs: &[$($doc),*],
        }
    };
}
