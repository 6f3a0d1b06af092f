//! Charts as SVG text: plain functions that return markup for one width. Time axes run left to right in every language.

/// One column: its label below, its height, and the text above it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub label: String,
    /// `None` where nothing was reported: no column, not one of height zero.
    pub value: Option<u64>,
    pub shown: String,
}

/// Two rows of columns over one time axis, each with its own scale; `title` says in words what is shown.
pub fn two_rows(class: &str, width: u32, title: &str, upper: (&str, &[Column]), lower: (&str, &[Column])) -> String {
    let id = format!("chart-{class}");
    let mut svg = String::new();
    let (row, gap) = (150_u32, 44_u32);
    let height = 2 * (row + gap);
    svg.push_str(&format!(r#"<svg class="chart {class}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}" direction="ltr"><title id="{id}">{}</title>"#,
        escape(title)
    ));
    for (index, (colour, (name, columns))) in [("k1", upper), ("k2", lower)].into_iter().enumerate() {
        let top = u32::try_from(index).unwrap_or(0) * (row + gap) + 24;
        columns_at(
            &mut svg,
            colour,
            name,
            columns,
            f64::from(width),
            f64::from(top),
            f64::from(row - 20),
        );
    }
    svg.push_str("</svg>");
    svg
}

fn columns_at(svg: &mut String, colour: &str, name: &str, columns: &[Column], width: f64, top: f64, height: f64) {
    let most = columns.iter().filter_map(|c| c.value).max().unwrap_or(0).max(1);
    let bottom = top + height;
    let step = width / f64::from(u32::try_from(columns.len().max(1)).unwrap_or(1));
    svg.push_str(&format!(
        r#"<text class="lab" x="0" y="{:.0}">{}</text>"#,
        top - 10.0,
        escape(name)
    ));
    svg.push_str(&format!(r#"<path class="axis" d="M0 {bottom:.1}H{width:.1}"/>"#));
    let every = if step < 30.0 { (38.0 / step).ceil() } else { 1.0 };
    for (i, column) in (0_u32..).zip(columns) {
        let left = f64::from(i) * step;
        let middle = left + step / 2.0;
        if let Some(value) = column.value {
            let share = ratio(value, most);
            let tall = (height - 18.0) * share;
            svg.push_str(&format!(r#"<rect class="{colour}" x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}"><title>{}: {}</title></rect>"#,
                left + step * 0.14,
                bottom - tall,
                step * 0.72,
                tall,
                escape(&column.label),
                escape(&column.shown)
            ));
            if value == most {
                let y = bottom - tall - 5.0;
                svg.push_str(&format!(
                    r#"<text class="lab" x="{middle:.1}" y="{y:.1}" text-anchor="middle">{}</text>"#,
                    escape(&column.shown)
                ));
            }
        }
        if f64::from(i) % every < 0.5 {
            let (y, middle) = (bottom + 16.0, middle.max(15.0));
            svg.push_str(&format!(
                r#"<text x="{middle:.1}" y="{y:.1}" text-anchor="middle">{}</text>"#,
                escape(&column.label)
            ));
        }
    }
}

/// `part / whole`, for drawing only.
fn ratio(part: u64, whole: u64) -> f64 {
    let clip = |n: u64| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    clip(part) / clip(whole).max(1.0)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_without_a_number_has_a_label_and_no_column() {
        let column = |label: &str, value| Column {
            label: label.into(),
            value,
            shown: "x<".into(),
        };
        let columns = [column("2007", Some(4)), column("2008", None)];
        let svg = two_rows("wide", 760, "a & b", ("A", &columns), ("B", &[]));
        assert_eq!(svg.matches("<rect").count(), 1);
        assert!(svg.contains("2008") && svg.contains("a &amp; b") && svg.contains("x&lt;"));
    }
}
