//! What no route took: another method of a path that is known (405 with `Allow`), or an unknown path (404).

use actix_web::dev::ResourceDef;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use crate::error::Error;

/// The paths of the service with the methods each takes, made once from the `OpenAPI` document.
pub struct Paths(Vec<(ResourceDef, String)>);

impl Paths {
    /// From pairs of a path template and its methods.
    pub fn new(paths: impl IntoIterator<Item = (String, Vec<&'static str>)>) -> Self {
        Self(
            paths
                .into_iter()
                .map(|(path, mut methods)| {
                    if methods.contains(&"GET") {
                        methods.push("HEAD");
                    }
                    methods.push("OPTIONS");
                    (ResourceDef::new(path), methods.join(", "))
                })
                .collect(),
        )
    }

    fn allow(&self, path: &str) -> Option<&str> {
        // A path that is spelt out comes before a template that would take it too.
        let mut found: Vec<&(ResourceDef, String)> = self.0.iter().filter(|(def, _)| def.is_match(path)).collect();
        found.sort_by_key(|(def, _)| def.pattern().is_some_and(|p| p.contains('{')));
        found.first().map(|(_, allow)| allow.as_str())
    }
}

/// The default service.
pub fn answer(req: &HttpRequest, paths: &Paths) -> Result<HttpResponse, Error> {
    match paths.allow(req.path()) {
        Some(allow) if req.method() == actix_web::http::Method::OPTIONS => {
            Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish())
        }
        Some(allow) => Err(Error::Method(allow.to_owned())),
        None => Err(Error::NotFound("page")),
    }
}
