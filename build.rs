//! Rebuild when a migration, a text or a seed file changes: they are embedded, and the compiler does not see them. And a
//! number that changes with the code, so that a file of figures is read by the code that wrote it alone: codes of activities
//! and rosters are in it by their place in their lists, so that more than the statistics counts.

use std::path::Path;

fn main() {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    add(Path::new("src"), &mut sum);
    println!("cargo:rustc-env=FIGURES_CODE={sum:016x}");
    for folder in ["src", "migrations", "locales", "templates", "static", "seed-data"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}

/// Adds every source file below a folder, in the order of their names (FNV-1a).
fn add(folder: &Path, sum: &mut u64) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(&path, sum);
        } else {
            for byte in std::fs::read(&path).unwrap_or_default() {
                *sum = (*sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
}
