//! What no route took: another method of a path that is known (405 with `Allow`), or an unknown path (404).

use std::collections::HashMap;

use actix_web::dev::ResourceDef;
use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse};

use crate::error::Error;

/// The paths of the service with the methods each takes, made once from the `OpenAPI` document.
pub struct Paths {
    spelt_out: HashMap<String, String>,
    templates: Vec<(ResourceDef, String)>,
}

impl Paths {
    /// From pairs of a path template and its methods.
    pub fn new(paths: impl IntoIterator<Item = (String, Vec<&'static str>)>) -> Self {
        let (mut spelt_out, mut templates) = (HashMap::new(), Vec::new());
        for (path, mut methods) in paths {
            if methods.contains(&"GET") {
                methods.push("HEAD");
            }
            methods.push("OPTIONS");
            let allow = methods.join(", ");
            if path.contains('{') {
                templates.push((ResourceDef::new(path), allow));
            } else {
                spelt_out.insert(path, allow);
            }
        }
        Self { spelt_out, templates }
    }

    /// The methods of a path. One that is spelt out comes before a template that would take it too.
    fn allow(&self, path: &str) -> Option<&str> {
        let of_template = || self.templates.iter().find(|(def, _)| def.is_match(path));
        let found = self.spelt_out.get(path);
        found
            .or_else(|| of_template().map(|(_, allow)| allow))
            .map(String::as_str)
    }

    /// The methods of a path that is spelt out, where this is none of them: no template may take it for a record's name.
    pub fn refuses(&self, method: &Method, path: &str) -> Option<&str> {
        let allow = self.spelt_out.get(path)?;
        let is_among = allow.split(", ").any(|allowed| allowed == method.as_str());
        (!is_among).then_some(allow)
    }
}

/// The default service.
pub fn answer(req: &HttpRequest, paths: &Paths) -> Result<HttpResponse, Error> {
    match paths.allow(req.path()) {
        Some(allow) if req.method() == Method::OPTIONS => {
            Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish())
        }
        Some(allow) => Err(Error::Method(allow.to_owned())),
        None => Err(Error::NotFound("page")),
    }
}
