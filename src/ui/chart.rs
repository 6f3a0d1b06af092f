//! Charts as SVG text: plain functions that return markup for one width. Time axes run left to right in every language.

/// One column: its label below, what is certain in full colour, what may be more in a pale one, and the text above it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub label: String,
    /// `None` where nothing is certain or was stated: no column, not one of height zero.
    pub certain: Option<u64>,
    /// Where it is more than what is certain.
    pub possible: Option<u64>,
    pub shown: String,
    /// Its year is not over.
    pub unfinished: bool,
}

impl Column {
    fn top(&self) -> Option<u64> {
        self.certain.max(self.possible)
    }
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Its class and, behind `chart-`, its id.
    pub class: &'a str,
    pub width: u32,
    /// What is shown, in words.
    pub title: &'a str,
    /// Titles of rows stand on the right.
    pub rtl: bool,
}

/// Two rows of columns over one time axis, each with its own scale.
pub fn two_rows(frame: Frame<'_>, upper: (&str, &[Column]), lower: (&str, &[Column])) -> String {
    let Frame {
        class, width, title, ..
    } = frame;
    let mut svg = String::new();
    let (row, gap) = (150_u32, 44_u32);
    let height = 2 * (row + gap);
    svg.push_str(&format!(
        r#"<svg class="chart {class}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="chart-{class}" direction="ltr"><title id="chart-{class}">{}</title>"#,
        escape(title)
    ));
    for (index, (colour, (name, columns))) in [("k1", upper), ("k2", lower)].into_iter().enumerate() {
        let top = u32::try_from(index).unwrap_or(0) * (row + gap) + 24;
        let (x, direction) = if frame.rtl { (width, "rtl") } else { (0, "ltr") };
        svg.push_str(&format!(
            r#"<text class="lab" x="{x}" y="{}" direction="{direction}" text-anchor="start">{}</text>"#,
            top - 10,
            escape(name)
        ));
        columns_at(
            &mut svg,
            colour,
            columns,
            f64::from(width),
            f64::from(top),
            f64::from(row - 20),
        );
    }
    svg.push_str("</svg>");
    svg
}

fn columns_at(svg: &mut String, colour: &str, columns: &[Column], width: f64, top: f64, height: f64) {
    let most = columns.iter().filter_map(Column::top).max().unwrap_or(0).max(1);
    let bottom = top + height;
    let step = width / f64::from(u32::try_from(columns.len().max(1)).unwrap_or(1));
    svg.push_str(&format!(r#"<path class="axis" d="M0 {bottom:.1}H{width:.1}"/>"#));
    let every = if step < 30.0 { (38.0 / step).ceil() } else { 1.0 };
    for (i, column) in (0_u32..).zip(columns) {
        let left = f64::from(i) * step;
        let middle = left + step / 2.0;
        let bar = |svg: &mut String, class: &str, value: u64| {
            let tall = (height - 18.0) * ratio(value, most);
            let open = if column.unfinished { " unfinished" } else { "" };
            svg.push_str(&format!(
                r#"<rect class="{class}{open}" x="{:.1}" y="{:.1}" width="{:.1}" height="{tall:.1}"><title>{}: {}</title></rect>"#,
                left + step * 0.14,
                bottom - tall,
                step * 0.72,
                escape(&column.label),
                escape(&column.shown)
            ));
        };
        if let Some(possible) = column.possible.filter(|possible| Some(*possible) > column.certain) {
            bar(svg, &format!("{colour} pale"), possible);
        }
        if let Some(certain) = column.certain {
            bar(svg, colour, certain);
        }
        // Where there is room every column has its number, elsewhere the highest.
        if let Some(value) = column.top().filter(|value| step >= 40.0 || *value == most) {
            let y = bottom - (height - 18.0) * ratio(value, most) - 5.0;
            svg.push_str(&format!(
                r#"<text class="lab" x="{:.1}" y="{y:.1}" text-anchor="middle">{}</text>"#,
                middle.clamp(15.0, width - 15.0),
                escape(&column.shown)
            ));
        }
        if f64::from(i) % every < 0.5 || column.unfinished {
            let (y, middle) = (bottom + 16.0, middle.clamp(15.0, width - 15.0));
            let mark = if column.unfinished { "*" } else { "" };
            svg.push_str(&format!(
                r#"<text x="{middle:.1}" y="{y:.1}" text-anchor="middle">{}{mark}</text>"#,
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

    fn column(label: &str, certain: Option<u64>, possible: Option<u64>, unfinished: bool) -> Column {
        Column {
            label: label.into(),
            certain,
            possible,
            shown: "x<".into(),
            unfinished,
        }
    }

    fn drawn(rtl: bool, columns: &[Column]) -> String {
        let frame = Frame {
            class: "wide",
            width: 760,
            title: "a & b",
            rtl,
        };
        two_rows(frame, ("A", columns), ("B", &[]))
    }

    #[test]
    fn a_year_without_a_number_has_a_label_and_no_column() {
        let svg = drawn(
            false,
            &[column("2007", Some(4), None, false), column("2008", None, None, false)],
        );
        assert_eq!(svg.matches("<rect").count(), 1);
        assert!(svg.contains("2008") && svg.contains("a &amp; b") && svg.contains("x&lt;"));
    }

    #[test]
    fn a_column_shows_its_bounds_and_that_its_year_is_not_over() {
        let svg = drawn(
            false,
            &[
                column("2007", Some(4), Some(9), false),
                column("2026", Some(1), Some(1), true),
            ],
        );
        assert_eq!((svg.matches("<rect").count(), svg.matches("pale").count()), (3, 1));
        assert!(svg.contains("2026*") && svg.contains("k1 unfinished"));
    }

    #[test]
    fn titles_of_rows_stand_where_reading_begins() {
        assert!(drawn(false, &[]).contains(r#"x="0" y="14" direction="ltr""#));
        assert!(drawn(true, &[]).contains(r#"x="760" y="14" direction="rtl""#));
    }
}
