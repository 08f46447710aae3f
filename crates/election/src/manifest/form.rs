//! One form for each value: serde reads a list of its fields as a struct, an object as the name of a variant and null as
//! a field that is not there. A manifest is read by others too, for whom these are no such things
//! (protocol-spec: `manifest-json`).

use super::{Document, ManifestError, syntax};
use serde_json::Value;

/// Refuses what was written in another form than the document would be written in.
pub(super) fn check(bytes: &[u8], document: &Document) -> Result<(), ManifestError> {
    let written: Value = serde_json::from_slice(bytes).map_err(|error| syntax(&error))?;
    let read = serde_json::to_value(document).map_err(|error| syntax(&error))?;
    match other_form(&written, Some(&read), "") {
        None => Ok(()),
        Some(path) => Err(ManifestError {
            path: if path.is_empty() { ".".to_owned() } else { path },
            problem: "written in another form than the protocol has for it".to_owned(),
        }),
    }
}

/// The path of the first value that is in another form. Fields that are as if they were not there may be left out of
/// what was read.
fn other_form(written: &Value, read: Option<&Value>, path: &str) -> Option<String> {
    match (written, read) {
        (Value::Null, _) => Some(path.to_owned()),
        (Value::Object(written), Some(Value::Object(read))) => written.iter().find_map(|(key, value)| {
            let path = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            other_form(value, read.get(key), &path)
        }),
        (Value::Array(written), Some(Value::Array(read))) => {
            let mut pairs = (0..).zip(written.iter().zip(read));
            pairs.find_map(|(at, (value, read)): (usize, _)| {
                other_form(value, Some(read), &format!("{path}[{at}]"))
            })
        }
        (Value::Object(_) | Value::Array(_), Some(_)) => Some(path.to_owned()),
        _ => None,
    }
}
