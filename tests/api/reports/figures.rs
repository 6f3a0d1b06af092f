//! Statistics and summaries as files.

use super::*;

on_both! {
    fn any_question_to_the_statistics_is_a_file(server: &Server) {
        let officer = server.officer();
        officer.record(&with(activity_of("Counted", "2021-03-18", 43), json!({"programmes": ["StatCaB", "Digi-CaB"]})));
        officer.record(&activity_on("Uncounted", "2022-03-18"));
        officer.record(&with(activity("Undated"), json!({"counts": {"participants": {"value": 7, "qualifier": "about"}}})));
        let public = server.public();
        let lines = |query: &str| {
            let file = File::of(&public, &format!("statistics.csv{query}"));
            let rows: Vec<String> = file.rows.iter().map(|row| row.join(",")).collect();
            (file.header.join(","), rows)
        };
        let figure = "measure,value,low,high,reported,activities,uncounted,undecided,withheld,coverage";
        assert_eq!(lines(""), (format!("year,{figure}"), vec![
            "2021,participations,43,43,43,43,1,0,0,false,not_stated".to_owned(),
            "2022,participations,,0,,,1,1,0,false,not_stated".to_owned(),
            ",participations,,0,,7,1,0,0,false,not_stated".to_owned(),
        ]));
        assert_eq!(lines("?by=&to=2021").1, ["participations,,43,,43,1,0,1,false,not_stated"]);
        let (header, rows) = lines("?measure=activities&by=programme,type");
        assert_eq!(header, format!("programme,type,{figure}"));
        assert_eq!(rows, [
            "Digi-CaB,workshop,activities,1,1,1,1,1,0,0,false,not_stated",
            "StatCaB,workshop,activities,1,1,1,1,1,0,0,false,not_stated",
            ",workshop,activities,2,2,2,2,2,1,0,false,not_stated",
        ]);
        let metadata = public.get(&format!("{REPORTS}/statistics.csv-metadata.json?by=programme,type")).expect(200).json();
        assert_eq!(metadata["url"], "statistics.csv?by=programme,type");
        assert_eq!(every(&metadata["tableSchema"]["columns"], "name").join(","), header);
        let reply = public.get(&format!("{REPORTS}/statistics.csv?by=programme,type&excel=true")).expect(200);
        assert!(reply.all("link").contains("<statistics.csv-metadata.json?by=programme,type>"), "{}", reply.all("link"));
        public.get(&format!("{REPORTS}/statistics.csv?by=yaer")).refused(422, "invalid").suggests("by", "year");
        public.get(&format!("{REPORTS}/statistics.csv?programme=StatCap")).refused(422, "invalid");
        let path = format!("{REPORTS}/statistics.csv");
        let etag = public.get(&path).expect(200).etag();
        public.with("if-none-match", &etag).get(&path).expect(304);
    }

    fn the_summaries_put_figures_side_by_side(server: &Server) {
        let officer = server.officer();
        officer.record(&with(activity_of("Course", "2021-03-18", 10), json!({
            "programmes": ["StatCaB"], "mode": "in_person", "place": {"city": "Ankara", "country": "TUR"},
            "countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "TUR", "role": "provider"},
                          {"country": "TUR", "role": "host"}],
            "agencies": [{"agency": "TURKSTAT", "role": "provider"}, {"agency": "TURKSTAT", "role": "host"}],
        })));
        officer.record(&with(activity_on("Meeting", "2023-01-01"), json!({
            "countries": [{"country": "AZE", "role": "attending"}], "agencies": [{"agency": "UNSD", "role": "organiser"}],
        })));
        let public = server.public();
        let cells = |file: &File, row: usize, columns: &[&str]| {
            columns.iter().map(|column| file.cell(row, column).to_owned()).collect::<Vec<_>>().join(",")
        };
        let four = ["participations", "participations_low", "participations_high", "participations_reported"];

        let file = File::of(&public, "annual-summary.csv");
        assert_eq!(file.column("year"), ["2021", "2023"]);
        assert_eq!(file.column("activities"), ["1", "1"]);
        assert_eq!(cells(&file, 0, &four), "10,10,10,10");
        assert_eq!(cells(&file, 1, &four), ",0,,");
        assert_eq!(file.column("uncounted"), ["0", "1"]);
        assert_eq!(cells(&file, 0, &["countries", "agencies", "people_high"]), "1,1,10");

        let file = File::of(&public, "country-summary.csv");
        assert_eq!(file.column("country"), ["AZE", "TUR"]);
        let roles = ["benefited", "attended", "provided", "hosted", "took_place"];
        assert_eq!(cells(&file, 0, &roles), "1,1,0,0,0");
        assert_eq!(cells(&file, 1, &roles), "0,0,1,1,1");
        assert_eq!(cells(&file, 0, &["name_en", "participations_low", "participations_reported", "uncounted", "first_year", "last_year"]),
                   "Azerbaijan,10,10,1,2021,2023");
        assert_eq!(cells(&file, 1, &four), ",,,", "nobody says that anybody came from there");

        let file = File::of(&public, "agency-summary.csv");
        let row = file.row("agency", "TURKSTAT");
        assert_eq!(cells(&file, row, &["name_en", "country", "activities", "provided", "hosted", "organised", "first_year"]),
                   "Turkish Statistical Institute,TUR,1,1,1,0,2021");
        assert_eq!(cells(&file, file.row("agency", "UNSD"), &["activities", "organised"]), "1,1");

        let file = File::of(&public, "programme-summary.csv");
        assert_eq!(file.column("programme"), ["StatCaB", ""]);
        assert_eq!(cells(&file, 0, &["kind", "activities", "participations", "people_low", "countries", "first_year"]),
                   "capacity_building_programme,1,10,10,1,2021");

        assert_eq!(File::of(&public, "annual-summary.csv?programme=StatCaB").column("year"), ["2021"]);
        assert_eq!(File::of(&public, "country-summary.csv?from=2022").column("country"), ["AZE"]);
        public.get(&format!("{REPORTS}/country-summary.csv?country_role=host")).refused(422, "invalid")
            .names("country_role", "answered_by_columns");
        public.get(&format!("{REPORTS}/agency-summary.csv?agency_role=host")).refused(422, "invalid");
        public.get(&format!("{REPORTS}/annual-summary.csv?by=year")).refused(400, "unreadable");
    }
}
