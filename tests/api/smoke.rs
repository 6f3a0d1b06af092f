//! The support itself: a server starts on both databases, knows its callers and their reference data, and stops.

use serde_json::json;

use crate::support::*;

on_both! {
    fn a_server_starts_and_answers(server: &Server) {
        server.public().get("/healthz").expect(200);
        server.public().get("/readyz").expect(200);
    }

    fn what_is_recorded_before_a_restart_is_there_after_it(server: &Server) {
        let made = server.admin().record(&activity("Seismic networks"));
        server.restart();
        let path = format!("/api/v1/activities/{}", made["code"].as_str().unwrap());
        assert_eq!(server.public().get(&path).expect(200).json(), made);
    }

    fn the_reference_data_of_tests_can_be_referred_to(server: &Server) {
        let draft = with(activity("Price statistics"), json!({
            "programmes": ["StatCaB"], "fields": ["statistics"],
            "countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "TR", "role": "provider"}],
            "agencies": [{"agency": "TURKSTAT", "role": "provider"}],
        }));
        let made = server.officer().record(&draft);
        assert_eq!(made["countries"][1]["country"], "TUR");
    }
}
