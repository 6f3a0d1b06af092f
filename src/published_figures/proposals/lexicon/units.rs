//! What announcements count, in three languages.

use super::{Family, Line, Noun, Unit, Word};
use crate::published_figures::model::RecordMeasure;

const fn unit(measure: &'static str, family: Family, record: Option<RecordMeasure>) -> Unit {
    Unit {
        measure,
        family,
        record,
        filter: None,
        narrow: false,
        skilled: false,
    }
}

const fn activities(measure: &'static str, name: &'static str, value: &'static str) -> Unit {
    Unit {
        filter: Some((name, value)),
        ..unit(measure, Family::Activities, Some(RecordMeasure::Activities))
    }
}

const fn of_sex(measure: &'static str, value: &'static str) -> Unit {
    Unit {
        filter: Some(("sex", value)),
        ..PEOPLE
    }
    .named(measure)
}

impl Unit {
    const fn named(self, measure: &'static str) -> Self {
        Self { measure, ..self }
    }
}

const PEOPLE: Unit = unit("participants", Family::People, Some(RecordMeasure::Participations));
const NARROW: Unit = Unit { narrow: true, ..PEOPLE };
const SKILLED: Unit = Unit {
    skilled: true,
    ..PEOPLE
};
/// Programmes by that name; of others it is not said which kinds are meant.
const CAPACITY: Unit = Unit {
    filter: Some(("programme_kind", "capacity_building_programme")),
    ..unit(
        "capacity_building_programmes",
        Family::Other,
        Some(RecordMeasure::Programmes),
    )
};
/// Countries that sent people.
pub const COUNTRIES: Unit = unit("countries", Family::Countries, Some(RecordMeasure::Countries));
const AGENCIES: Unit = unit("agencies", Family::Agencies, Some(RecordMeasure::Agencies));
const ACTIVITIES: Unit = unit("activities", Family::Activities, Some(RecordMeasure::Activities));

/// A unit, its singular, its plural (English, French, Arabic), and the Arabic dual.
type Noted = (Unit, [&'static str; 3], [&'static str; 3], &'static str);

#[rustfmt::skip] // one unit a line
const UNITS: &[Noted] = &[ // typos: off
    (ACTIVITIES, ["activity|event|capacity building activity", "activite|evenement|activite de renforcement des capacites", "نشاط|نشاطا|فعالية|النشاط"],
        ["activities|events|capacity building activities|capacity building and technical cooperation activities", "activites|evenements|activites de renforcement des capacites|ses activites|nos activites", "أنشطة|الأنشطة|فعاليات|أنشطته|أنشطتها"], "نشاطان|نشاطين|فعاليتان|فعاليتين"),
    (activities("training_courses", "type", "training_course"), ["training course|course", "cours de formation", "دورة تدريبية|دورة|الدورة التدريبية"], ["training courses|courses", "cours de formation|formations|sessions de formation", "دورات تدريبية|دورات|الدورات التدريبية"], "دورتان|دورتين|دورتان تدريبيتان|دورتين تدريبيتين"),
    (activities("workshops", "type", "workshop"), ["training workshop|workshop", "atelier de formation|atelier", "ورشة عمل|ورشة|ورشة العمل|ورشة تدريبية"], ["training workshops|workshops", "ateliers de formation|ateliers", "ورش عمل|ورش|ورش العمل|ورشات|ورشات عمل"], "ورشتان|ورشتين|ورشتا عمل|ورشتي عمل"),
    (activities("webinars", "type", "webinar"), ["training webinar|webinar", "webinaire|seminaire en ligne", "ندوة عبر الإنترنت|ندوة افتراضية|ندوة إلكترونية|ويبينار"], ["training webinars|webinars", "webinaires|seminaires en ligne", "ندوات عبر الإنترنت|ندوات افتراضية|ندوات إلكترونية"], "ندوتان عبر الإنترنت|ندوتين عبر الإنترنت"),
    (activities("seminars", "type", "seminar"), ["seminar", "seminaire", "ندوة"], ["seminars", "seminaires", "ندوات"], "ندوتان|ندوتين"),
    (activities("study_visits", "type", "study_visit"), ["study visit", "visite d'etude|voyage d'etude", "زيارة دراسية"], ["study visits", "visites d'etude|visites d'etudes|voyages d'etude", "زيارات دراسية|الزيارات الدراسية"], "زيارتان دراسيتان|زيارتين دراسيتين"),
    (activities("expert_missions", "type", "expert_mission"), ["expert mission|technical mission", "mission d'experts|mission d'expertise", "بعثة خبراء|مهمة خبراء"], ["expert missions|technical missions", "missions d'experts|missions d'expertise", "بعثات خبراء|مهام خبراء"], "بعثتان|بعثتين"),
    (activities("expert_group_meetings", "type", "expert_group_meeting"), ["expert group meeting", "reunion du groupe d'experts", "اجتماع فريق الخبراء|اجتماع مجموعة الخبراء"], ["expert group meetings", "reunions du groupe d'experts|reunions de groupes d'experts", "اجتماعات أفرقة الخبراء"], ""),
    (activities("conferences", "type", "conference"), ["conference", "conference", "مؤتمر|مؤتمرا"], ["conferences", "conferences", "مؤتمرات"], "مؤتمران|مؤتمرين"),
    (activities("bilateral_meetings", "type", "bilateral_meeting"), ["bilateral meeting", "reunion bilaterale", "اجتماع ثنائي|اجتماعا ثنائيا|لقاء ثنائي|لقاء ثنائيا"], ["bilateral meetings", "reunions bilaterales", "اجتماعات ثنائية|لقاءات ثنائية"], ""),
    (activities("meetings", "meetings", "only"), ["meeting", "reunion", "اجتماع|اجتماعا"], ["meetings", "reunions", "اجتماعات"], "اجتماعان|اجتماعين"),
    (PEOPLE, ["participant|trainee|attendee|person", "participant|participante|personne|apprenant", "مشارك|مشاركا|مشاركة|متدرب|متدربا|متدربة|شخص|شخصا"],
        ["participants|participations|trainees|attendees|people|persons|trainees and participants", "participants|participantes|participations|stagiaires|personnes|apprenants", "مشاركين|مشاركون|متدربين|متدربون|أشخاص"], "مشاركان|متدربان"),
    (SKILLED, ["delegate|official|expert|representative|executive|specialist|civil servant", "cadre|expert|experte|delegue|representant|fonctionnaire", "خبير|خبيرا|مسؤول|مسؤولا|موظف|موظفا|مندوب|مندوبا|ممثل|ممثلا|كادر|كادرا"],
        ["delegates|officials|experts|representatives|professionals|experts and executives|executives|civil servants|specialists", "experts|cadres|delegues|representants|fonctionnaires|professionnels|specialistes|responsables", "خبراء|مسؤولين|مسؤولون|موظفين|موظفون|مندوبين|ممثلين|ممثلون|كوادر|مختصين"], "خبيران"),
    (NARROW, ["diplomat|statistician|student|intern|engineer|doctor|teacher|journalist|trainer|farmer|physician|nurse", "diplomate|statisticien|etudiant|ingenieur|medecin|enseignant|journaliste|formateur|agriculteur|infirmier", "دبلوماسي|دبلوماسيا|إحصائي|إحصائيا|طالب|طالبا|متدرب داخلي|مهندس|مهندسا|طبيب|طبيبا|معلم|معلما|صحفي|صحفيا|مدرب|مدربا|مزارع|مزارعا"],
        ["diplomats|junior diplomats|statisticians|students|interns|engineers|doctors|teachers|journalists|trainers|farmers|physicians|nurses|certified trainers", "diplomates|statisticiens|etudiants|ingenieurs|medecins|enseignants|journalistes|formateurs|agriculteurs|infirmiers|jeunes diplomates", "دبلوماسيين|إحصائيين|طلاب|مهندسين|أطباء|معلمين|صحفيين|مدربين|مزارعين"], ""),
    (of_sex("women", "female"), ["woman", "femme", "امرأة|سيدة"], ["women", "femmes", "نساء|سيدات"], "امرأتان|امرأتين|سيدتان|سيدتين"),
    (of_sex("men", "male"), ["man", "homme", "رجل|رجلا"], ["men", "hommes", "رجال"], "رجلان|رجلين"),
    (COUNTRIES, ["member country|member state|country|state", "pays membre|etat membre", "دولة عضو|دولة عضوا|بلدا عضوا|بلد عضو|دولة|بلدا|بلد"], ["oic member countries|oic member states|oic countries|member countries|member states|countries|states", "pays membres de l'oci|pays de l'oci|etats membres de l'oci|pays membres|etats membres|pays|etats", "دول أعضاء|بلدان أعضاء|دول|بلدان"], "دولتان|دولتين|بلدين"),
    (AGENCIES, ["institution|agency|organisation|organization", "institution|organisme|organisation", "مؤسسة|هيئة|جهة"], ["public institutions|national institutions|relevant institutions|government institutions|national authorities|authorities|institutions|agencies|organisations|organizations", "institutions publiques|institutions nationales|autorites nationales|autorites|institutions|organismes|organisations", "مؤسسات عامة|مؤسسات وطنية|مؤسسات حكومية|المؤسسات العامة|المؤسسات الوطنية|المؤسسات الحكومية|السلطات الوطنية|مؤسسات|هيئات|جهات"], "مؤسستان|مؤسستين|هيئتان"),
    (CAPACITY, ["", "", ""], ["capacity building programmes|capacity building programs", "programmes de renforcement des capacites", "برنامجا لبناء القدرات|برامج لبناء القدرات|برامج بناء القدرات"], ""),
    (Unit { narrow: true, ..unit("programmes", Family::Other, Some(RecordMeasure::Programmes)) }, ["", "", ""], ["programmes|programs", "programmes", "برنامجا|برامج"], "برنامجان|برنامجين"),
    (unit("projects", Family::Other, None), ["project", "projet", "مشروع|مشروعا"], ["projects", "projets", "مشاريع|مشروعات"], "مشروعان|مشروعين"),
]; // typos: on

/// Every unit with its words.
pub(super) fn lines() -> impl Iterator<Item = Line> {
    UNITS.iter().flat_map(|(unit, singular, plural, dual)| {
        [
            (Word::Unit(*unit, Noun::Singular), *singular),
            (Word::Unit(*unit, Noun::Plural), *plural),
            (Word::Unit(*unit, Noun::Dual), ["", "", *dual]),
        ]
    })
}

/// Whose number announcements speak of before they tell it.
#[rustfmt::skip] // one meaning a line
pub(super) const NUMBER_OF: [Line; 2] = [
    (Word::NumberOf(PEOPLE), ["number of participants|number of trainees|number of attendees", "nombre de participants|nombre des participants", "عدد المشاركين|عدد المتدربين|إجمالي عدد المشاركين|مجموع المشاركين"]),
    (Word::NumberOf(ACTIVITIES), ["number of activities", "nombre d'activites|nombre des activites", "عدد الأنشطة|مجموع الأنشطة"]),
];
