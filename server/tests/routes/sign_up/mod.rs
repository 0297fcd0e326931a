mod email;
mod email_additional_fields;
mod email_without_auto_sign_in;
