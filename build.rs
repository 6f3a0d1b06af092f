//! Rebuild when a migration, a text or a seed file changes: they are embedded, and the compiler does not see them.

fn main() {
    for folder in ["migrations", "locales", "templates", "static", "seed-data"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
