//! Announcements in words: a proposal per number of what was read whole, and what was not read said.

mod sentences;

use serde_json::{Value, json};

use crate::support::record::load_real_record;
use crate::support::*;

const PATH: &str = "/api/v1/published-figures";

#[track_caller]
fn read(server: &Server, text: &str) -> Value {
    server
        .officer()
        .post(&format!("{PATH}/proposals"), &json!({"text": text}))
        .expect(200)
        .json()
}

/// `[measure, value, qualifier, record_measure, record_filter, since, as_of]` of each proposal.
#[track_caller]
fn figures(answer: &Value) -> Vec<Value> {
    let names = [
        "measure",
        "value",
        "qualifier",
        "record_measure",
        "record_filter",
        "since",
        "as_of",
    ];
    let of = |proposal: &Value| names.iter().map(|name| proposal["figure"][*name].clone()).collect();
    answer["proposals"].as_array().unwrap().iter().map(of).collect()
}

/// Texts and codes of what was not understood.
#[track_caller]
fn obscure(answer: &Value) -> Vec<(String, String)> {
    let all = answer["not_understood"].as_array().unwrap();
    all.iter()
        .map(|part| {
            (
                part["text"].as_str().unwrap().to_owned(),
                part["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

#[track_caller]
fn understands(server: &Server, text: &str, wanted: &[Value]) {
    let answer = read(server, text);
    assert_eq!(figures(&answer), wanted, "{text}: {answer}");
    assert_eq!(obscure(&answer), [], "{text}");
}

on_both! {
    fn every_number_of_an_announcement_is_a_figure_to_confirm(server: &Server) {
        let text = "65 activities, 2,275 participants since 2007 in STI, 21 October 2024";
        let before = server.data_version();
        let answer = read(server, text);
        assert_eq!(figures(&answer), [
            json!(["activities", 65, "exact", "activities", "field=sti", "2007", "2024-10-21"]),
            json!(["participants", 2275, "exact", "participations", "field=sti", "2007", "2024-10-21"]),
        ]);
        assert_eq!(obscure(&answer), []);
        assert_eq!(server.data_version(), before, "nothing is written");
        // Each says which words it rests on.
        let grounds = answer["proposals"][1]["understood"].as_array().unwrap();
        let said: Vec<(&str, &str)> = grounds.iter().map(|g| (g["text"].as_str().unwrap(), g["member"].as_str().unwrap())).collect();
        assert_eq!(said, [("2,275", "value"), ("participants", "measure"), ("2007", "since"), ("STI", "record_filter"), ("21 October 2024", "as_of")]);
        for ground in grounds {
            let [start, end] = ["start", "end"].map(|name| usize::try_from(ground[name].as_u64().unwrap()).unwrap());
            let part: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(part, ground["text"].as_str().unwrap());
        }
        // They can be recorded as they are, and the record answers them.
        for proposal in answer["proposals"].as_array().unwrap() {
            let made = server.officer().post(PATH, &proposal["figure"]).expect(201);
            let place = made.header("location").unwrap().to_owned();
            let answer = server.public().get(&format!("{place}/reconciliation")).expect(200).json();
            assert_ne!(answer["verdict"], "not_comparable", "{answer}");
        }
    }

    fn three_languages_say_the_same(server: &Server) {
        let ours = "field=sti&our_role=organiser,co_organiser,host";
        let wanted = |activities: &str, filter: &str| [
            json!([activities, 65, "exact", "activities", filter, "2007", "2024-10-21"]),
            json!(["participants", 2275, "more_than", "participations", filter, "2007", "2024-10-21"]),
        ];
        for text in [
            "65 activities and more than 2.275 trainees since 2007 in STI (2024-10-21)",
            "65 activités et plus de 2 275 participants depuis 2007 dans le domaine de STI, le 21 octobre 2024",
            "٦٥ نشاطاً وأكثر من ٢٬٢٧٥ مشاركاً منذ عام ٢٠٠٧ في مجال STI، ٢١ أكتوبر ٢٠٢٤",
            "65 نشاطا واكثر من 2275 مشارك منذ 2007 في STI، 21 تشرين الأول 2024",
        ] {
            understands(server, text, &wanted("activities", "field=sti"));
        }
        // Organised, implemented, conducted: our role in it is a part of the question.
        for text in [
            "The Centre has organised 65 activities with over 2 275 participants since 2007 in the field of science, technology and innovation, October 21st, 2024",
            "Le Centre a mis en œuvre 65 activités avec plus de 2 275 participants depuis 2007 dans le domaine de STI, le 21 octobre 2024",
            "نفذ المركز 65 نشاطا بمشاركة أكثر من 2275 مشاركا منذ 2007 في STI، 21 تشرين الأول 2024",
        ] {
            understands(server, text, &wanted("activities_organised", ours));
        }
    }

    fn qualifiers_scales_and_written_numbers_are_read(server: &Server) {
        let one = |measure: &str, value: Value, qualifier: &str, record: &str, filter: &str| [json!([measure, value, qualifier, record, filter, null, null])];
        understands(server, "close to 33 thousand trainees", &one("participants", json!(33000), "about", "participations", "all"));
        understands(server, "près de 33 mille participants", &one("participants", json!(33000), "nearly", "participations", "all"));
        understands(server, "أكثر من 33 ألف مشارك", &one("participants", json!(33000), "more_than", "participations", "all"));
        understands(server, "at least 1.5 million participants", &one("participants", json!(1_500_000), "at_least", "participations", "all"));
        understands(server, "Four StatCaB training courses", &one("training_courses", json!(4), "exact", "activities", "programme=StatCaB&type=training_course"));
        understands(server, "12 women", &one("women", json!(12), "exact", "participations", "sex=female"));
        understands(server, "attended by 11 countries", &one("countries", json!(11), "exact", "countries", "all"));
    }

    fn programmes_countries_agencies_and_groups_are_found_by_name_alias_and_code(server: &Server) {
        let filter = |text: &str| {
            let answer = read(server, text);
            assert_eq!(obscure(&answer), [], "{text}");
            answer["proposals"][0]["figure"]["record_filter"].as_str().unwrap().to_owned()
        };
        for (text, wanted) in [
            ("3 activities under the ICT-CaB programme", "programme=Digi-CaB"),
            ("3 activities of the statistical capacity building programme", "programme=StatCaB"),
            ("5 activities for public institutions of Turkiye", "activity_country=TUR&country_role=beneficiary"),
            ("Public institutions of Azerbaijan have benefited from 5 activities", "activity_country=AZE&country_role=beneficiary"),
            ("5 activities provided by Cote d’Ivoire", "activity_country=CIV&country_role=provider"),
            ("20 participants from Jordan", "country=JOR"),
            ("20 participants in Jordan", "host_country=JOR"),
            ("20 participants in JOR and BHR", "host_country=JOR,BHR"),
            ("QazStat benefited from 67 StatCaB activities", "programme=StatCaB&agency=QazStat"),
            ("7 activities with the Turkish Statistical Institute", "agency=TURKSTAT"),
            ("90 participants of the African Group", "oic_group=African"),
            ("9 meetings of OIC member countries", "meetings=only"),
        ] {
            assert_eq!(filter(text), wanted, "{text}");
        }
    }

    fn dates_are_read_as_press_releases_write_them(server: &Server) {
        for (text, since, as_of) in [
            ("65 activities since January 2010", json!("2010-01"), json!(null)),
            ("65 activities from 2007 to 2024", json!("2007"), json!("2024")),
            ("65 activities between 2007 and 2024", json!("2007"), json!("2024")),
            ("65 activities 2007-2024", json!("2007"), json!("2024")),
            ("65 activités de 2007 à 2024", json!("2007"), json!("2024")),
            ("65 نشاطا من 2007 إلى 2024", json!("2007"), json!("2024")),
            ("65 activities in 2019", json!("2019"), json!("2019")),
            ("65 activités en 2019", json!("2019"), json!("2019")),
            ("65 نشاطا عام 2019", json!("2019"), json!("2019")),
            ("65 activities as of 3 May 2024", json!(null), json!("2024-05-03")),
            ("65 activities since its launch in 2010", json!("2010"), json!(null)),
            ("65 activités depuis 2007 jusqu'au 1er mars 2024", json!("2007"), json!("2024-03-01")),
            ("65 نشاطا منذ 2007 حتى 3 أيار 2024", json!("2007"), json!("2024-05-03")),
            ("65 activities since 2007 (21/10/2024)", json!("2007"), json!("2024-10-21")),
        ] {
            let answer = read(server, text);
            assert_eq!(obscure(&answer), [], "{text}");
            let figure = &answer["proposals"][0]["figure"];
            assert_eq!((&figure["since"], &figure["as_of"]), (&since, &as_of), "{text}");
        }
        // In that year, until then, since then: it does not say.
        for text in ["65 activities (2019)", "65 activities, 2019", "65 activities on 3 May 2024"] {
            let answer = read(server, text);
            assert_eq!(answer["not_understood"][0]["code"], "unclear_date", "{text}");
            assert_eq!(answer["proposals"][0]["figure"]["record_filter"], json!(null), "{text}");
        }
    }

    fn what_is_not_read_is_marked_and_no_filter_is_offered(server: &Server) {
        let told = |text: &str| {
            let answer = read(server, text);
            assert_eq!(answer["read_whole"], false, "{text}");
            for proposal in answer["proposals"].as_array().unwrap() {
                let [filter, since, as_of] = ["record_filter", "since", "as_of"].map(|name| proposal["figure"][name].clone());
                assert_eq!([filter, since, as_of], [json!(null), json!(null), json!(null)], "{text}");
            }
            obscure(&answer)
        };
        let one = |text: &str, code: &str| vec![(text.to_owned(), code.to_owned())];
        assert_eq!(told("65 activities on beekeeping since 2007"), one("beekeeping", "unknown_words"));
        assert_eq!(told("65 activités dans le domaine de la science"), one("science", "unknown_words"));
        assert_eq!(told("65 activities, 03/04/2024"), one("03/04/2024", "ambiguous_date"));
        assert_eq!(told("65 activities and 17"), one("17", "number_without_unit"));
        let million = [one("2.275 million", "ambiguous_number"), one("participants", "unit_without_number")].concat();
        assert_eq!(told("2.275 million participants"), million);
        assert_eq!(told("65 activities since 2007 since 2010"), one("2010", "second_date"));
        assert_eq!(told("The Centre did not organise 65 activities"), one("not", "negated"));
        assert_eq!(told("The Centre will organise 65 activities"), one("will", "planned"));
        assert_eq!(told("65 activities?"), one("?", "question"));
        assert_eq!(told("45% of participants"), [one("45%", "not_a_total"), one("participants", "unit_without_number")].concat());
        assert_eq!(told("43 participants attended the webinar"), one("webinar", "one_activity"));
        assert_eq!(told("Jordan organised 12 workshops"), one("Jordan", "not_the_office"));
        assert_eq!(told("65 activities, Jordan"), one("Jordan", "unclear_role"));
        // What one sentence says may hold for the next.
        assert_eq!(told("65 activities in STI. 2,275 participants."), one("STI", "unclear_scope"));
        // The words that were not read are the scope until somebody says it.
        assert_eq!(read(server, "65 activities on beekeeping")["proposals"][0]["figure"]["scope"], "beekeeping");
        assert_eq!(read(server, "nothing at all")["proposals"], json!([]));
        // Who is a question, and WHO an agency: a short acronym counts as it is written.
        server.admin().post("/api/v1/agencies", &json!({"code": "WHO", "acronym": "WHO", "name": {"en": "World Health Organization"}, "kind": "international"})).expect(201);
        let filter = |text: &str| read(server, text)["proposals"][0]["figure"]["record_filter"].clone();
        assert_eq!(filter("65 experts who attended"), "all");
        assert_eq!(filter("65 activities with WHO"), "agency=WHO");
        // Two with one acronym: neither is taken.
        for code in ["ITC-1", "ITC-2"] {
            server.admin().post("/api/v1/agencies", &json!({"code": code, "acronym": "ITC", "name": {"en": format!("Centre {code}")}, "kind": "international"})).expect(201);
        }
        let answer = read(server, "65 activities with ITC");
        assert_eq!(answer["not_understood"][0]["code"], "ambiguous_name");
        assert_eq!(answer["not_understood"][0]["candidates"], json!(["agency=ITC-1", "agency=ITC-2"]));
        assert_eq!(answer["proposals"][0]["figure"]["record_filter"], json!(null));
    }

    fn an_arabic_number_may_be_written_with_the_word_before_it(server: &Server) {
        for text in ["65 نشاطا و2,275 مشاركا منذ 2007", "65 نشاطا و2275 مشاركا منذ 2007", "٦٥ نشاطا و٢٬٢٧٥ مشاركا منذ ٢٠٠٧"] {
            understands(server, text, &[
                json!(["activities", 65, "exact", "activities", "all", "2007", null]),
                json!(["participants", 2275, "exact", "participations", "all", "2007", null]),
            ]);
        }
    }

    fn only_whole_numbers_that_a_figure_can_hold_are_taken(server: &Server) {
        let refused = |text: &str, number: &str, code: &str| {
            let answer = read(server, text);
            assert_eq!(answer["proposals"], json!([]), "{text}");
            assert_eq!(obscure(&answer), [(number.to_owned(), code.to_owned())], "{text}");
        };
        refused("-5 activities", "-5", "negative_number");
        refused("−5 activities", "−5", "negative_number");
        refused("1,5 activities", "1,5", "ambiguous_number");
        refused("1.5 activities", "1.5", "ambiguous_number");
        refused("12345678901234567890 activities", "12345678901234567890", "number_too_large");
        refused("9,007,199,254,740,993 activities", "9,007,199,254,740,993", "number_too_large");
        refused("1,000,000,000,000,000,000,001 activities", "1,000,000,000,000,000,000,001", "number_too_large");
    }

    fn what_is_said_twice_is_one_claim(server: &Server) {
        let answer = read(server, "65 activities since 2007. Yes, 65 activities since 2007, and 65 participants. Over 65 activities since 2007");
        let said: Vec<(Value, Value)> = figures(&answer).iter().map(|f| (f[0].clone(), f[2].clone())).collect();
        assert_eq!(said, [(json!("activities"), json!("exact")), (json!("participants"), json!("exact")), (json!("activities"), json!("more_than"))]);
        let numbers = answer["proposals"][0]["understood"].as_array().unwrap().iter().filter(|g| g["member"] == "value").count();
        assert_eq!(numbers, 2, "it rests on both places");
    }

    fn the_office_itself_is_nobodys_filter(server: &Server) {
        let office = json!({"code": "SESRIC", "acronym": "SESRIC", "name": {"en": "Statistical, Economic and Social Research and Training Centre for Islamic Countries"}, "kind": "oic_organ"});
        server.admin().post("/api/v1/agencies", &office).expect(201);
        let ours = "our_role=organiser,co_organiser,host";
        understands(server, "Since 2007, SESRIC organised 65 activities", &[json!(["activities_organised", 65, "exact", "activities", ours, "2007", null])]);
        understands(server, "Since 2007, SESRIC organised 65 activities with TURKSTAT", &[json!(["activities_organised", 65, "exact", "activities", format!("agency=TURKSTAT&{ours}"), "2007", null])]);
        understands(server, "Since 2007, SESRIC participated in 65 activities", &[json!(["activities_participated", 65, "exact", "activities", "our_role=participant", "2007", null])]);
    }

    fn only_officers_propose_and_bodies_are_strict(server: &Server) {
        let path = format!("{PATH}/proposals");
        let body = json!({"text": "65 activities"});
        for reader in [server.analyst(), server.agency()] {
            reader.post(&path, &body).refused(403, "forbidden");
        }
        server.public().post(&path, &body).refused(401, "unauthorized");
        let officer = server.officer();
        officer.post(&path, &json!({"texte": "x", "lang": "de"})).refused(422, "invalid")
            .names("/text", "required").names("/texte", "unknown_field").names("/lang", "unknown_language");
        officer.post(&path, &json!({"text": ""})).refused(422, "invalid").names_exactly(&[("/text", "empty")]);
        officer.post(&path, &json!({"text": "x".repeat(2001)})).refused(422, "invalid").names_exactly(&[("/text", "too_long")]);
        officer.post(&format!("{path}?dry_run=true"), &body).refused(400, "unreadable");
        // Named by its language, an announcement is read with the words of that language only.
        let french = officer.post(&path, &with(body, json!({"lang": "fr"}))).expect(200).json();
        assert_eq!(french["proposals"], json!([]));
    }

    fn the_announced_totals_of_the_real_record_are_read_out_of_their_statements(server: &Server) {
        load_real_record(server);
        let claims = server.public().get(PATH).expect(200).json()["items"].clone();
        let (mut found, mut asked) = (0, 0);
        for claim in claims.as_array().unwrap().iter().filter(|claim| ["activities", "participations"].map(Value::from).contains(&claim["record_measure"]) && !claim["record_filter"].is_null()) {
            asked += 1;
            let answer = read(server, claim["statement"].as_str().unwrap());
            let fits = |p: &Value| p["figure"]["value"] == claim["value"] && p["figure"]["record_measure"] == claim["record_measure"];
            found += usize::from(answer["proposals"].as_array().unwrap().iter().any(fits));
            // A filter that is offered is that of the record, beside our role where the words say that we held it.
            let of = |filter: &Value| {
                let mut members: Vec<String> = filter.as_str().unwrap_or("-").split('&').filter(|m| !m.starts_with("our_role=") && *m != "all").map(str::to_owned).collect();
                members.sort();
                members
            };
            for proposal in answer["proposals"].as_array().unwrap().iter().filter(|p| fits(p) && !p["figure"]["record_filter"].is_null()) {
                assert_eq!(of(&proposal["figure"]["record_filter"]), of(&claim["record_filter"]), "{claim}");
            }
        }
        assert!(found * 10 >= asked * 8, "only {found} of {asked} numbers were found");
    }
}
