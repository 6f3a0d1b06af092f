//! The words of a generated record. Persons are nobody: given and family names are drawn apart from each other.

use crate::activities::model::{ActivityType, Mode, OurRole};

/// Given name of a woman, of a man, and the same in Arabic.
pub const GIVEN: [(&str, &str, &str, &str); 24] = [
    ("Aïcha", "Ahmed", "عائشة", "أحمد"),
    ("Fatma", "Mehmet", "فاطمة", "محمد"),
    ("Mariam", "Ibrahim", "مريم", "إبراهيم"),
    ("Zeynep", "Yusuf", "زينب", "يوسف"),
    ("Khadija", "Omar", "خديجة", "عمر"),
    ("Amina", "Ali", "آمنة", "علي"),
    ("Salma", "Hassan", "سلمى", "حسن"),
    ("Aminata", "Moussa", "أميناتا", "موسى"),
    ("Nur", "Karim", "نور", "كريم"),
    ("Layla", "Tariq", "ليلى", "طارق"),
    ("Hawa", "Ousmane", "حواء", "عثمان"),
    ("Rania", "Samir", "رانيا", "سمير"),
    ("Gulnara", "Rustam", "گلنارا", "رستم"),
    ("Nadia", "Nabil", "نادية", "نبيل"),
    ("Dilnoza", "Aziz", "دلنوزا", "عزيز"),
    ("Siti", "Budi", "سيتي", "بودي"),
    ("Hind", "Khalid", "هند", "خالد"),
    ("Safiya", "Idrissa", "صفية", "إدريسا"),
    ("Aigerim", "Nurlan", "أيغريم", "نورلان"),
    ("Houda", "Anis", "هدى", "أنيس"),
    ("Ruqayya", "Sani", "رقية", "ساني"),
    ("Ece", "Emre", "إيجه", "إمره"),
    ("Sumaya", "Abdi", "سمية", "عبدي"),
    ("Jamila", "Faisal", "جميلة", "فيصل"),
];

/// Family names, and the same in Arabic.
pub const FAMILY: [(&str, &str); 30] = [
    ("Diallo", "ديالو"),
    ("Yılmaz", "يلماز"),
    ("Hussain", "حسين"),
    ("Traoré", "تراوري"),
    ("Al-Mansour", "المنصور"),
    ("Ben Salah", "بن صالح"),
    ("Rahman", "رحمن"),
    ("Karimov", "كريموف"),
    ("Ndiaye", "ندياي"),
    ("Çelik", "تشيليك"),
    ("Bello", "بيلو"),
    ("Haddad", "حداد"),
    ("Osmanov", "عثمانوف"),
    ("Sow", "سو"),
    ("Al-Rashid", "الرشيد"),
    ("Suleiman", "سليمان"),
    ("Kaya", "كايا"),
    ("Touré", "توري"),
    ("Nasser", "ناصر"),
    ("Wibowo", "ويبوو"),
    ("Kamara", "كامارا"),
    ("Khan", "خان"),
    ("Mahmoud", "محمود"),
    ("Abdullah", "عبد الله"),
    ("Öztürk", "أوزتورك"),
    ("Coulibaly", "كوليبالي"),
    ("Farah", "فرح"),
    ("Zoubi", "الزعبي"),
    ("Mammadov", "محمدوف"),
    ("Sesay", "سيسي"),
];

/// What people are where they work.
pub const POSITIONS: [&str; 12] = [
    "Statistician",
    "Head of Department",
    "Director",
    "Economist",
    "Data Analyst",
    "Senior Expert",
    "IT Specialist",
    "Programme Officer",
    "Head of Unit",
    "Trainer",
    "Deputy Director General",
    "Researcher",
];

/// What activities are about, in English, French and Arabic.
pub const TOPICS: [(&str, &str, &str); 20] = [
    ("National Accounts", "les comptes nationaux", "الحسابات القومية"),
    (
        "Consumer Price Index",
        "l'indice des prix à la consommation",
        "مؤشر أسعار المستهلك",
    ),
    (
        "SDG Indicators",
        "les indicateurs des ODD",
        "مؤشرات أهداف التنمية المستدامة",
    ),
    (
        "Labour Force Surveys",
        "les enquêtes sur la main-d'œuvre",
        "مسوح القوى العاملة",
    ),
    ("Big Data", "les mégadonnées", "البيانات الضخمة"),
    ("Poverty Measurement", "la mesure de la pauvreté", "قياس الفقر"),
    (
        "Agricultural Statistics",
        "les statistiques agricoles",
        "الإحصاءات الزراعية",
    ),
    (
        "Geographic Information Systems",
        "les systèmes d'information géographique",
        "نظم المعلومات الجغرافية",
    ),
    (
        "Occupational Safety and Health",
        "la sécurité et la santé au travail",
        "السلامة والصحة المهنية",
    ),
    (
        "Vocational Training of Trainers",
        "la formation professionnelle des formateurs",
        "التدريب المهني للمدربين",
    ),
    (
        "Islamic Finance Statistics",
        "les statistiques de la finance islamique",
        "إحصاءات التمويل الإسلامي",
    ),
    (
        "Disaster Risk Reduction",
        "la réduction des risques de catastrophe",
        "الحد من مخاطر الكوارث",
    ),
    ("Tourism Statistics", "les statistiques du tourisme", "إحصاءات السياحة"),
    (
        "Artificial Intelligence in Public Services",
        "l'intelligence artificielle dans les services publics",
        "الذكاء الاصطناعي في الخدمات العامة",
    ),
    (
        "Population and Housing Censuses",
        "les recensements de la population",
        "تعدادات السكان والمساكن",
    ),
    ("Energy Statistics", "les statistiques de l'énergie", "إحصاءات الطاقة"),
    (
        "Maternal and Child Health",
        "la santé maternelle et infantile",
        "صحة الأم والطفل",
    ),
    ("Cotton Production", "la production du coton", "إنتاج القطن"),
    (
        "Foreign Trade Statistics",
        "les statistiques du commerce extérieur",
        "إحصاءات التجارة الخارجية",
    ),
    (
        "Water Resources Management",
        "la gestion des ressources en eau",
        "إدارة الموارد المائية",
    ),
];

/// Kinds of activity: how often, what a title calls them, and how many days they take.
pub const KINDS: [(ActivityType, u32, &str, u64); 10] = [
    (ActivityType::TrainingCourse, 50, "Training Course on", 3),
    (ActivityType::Workshop, 15, "Workshop on", 2),
    (ActivityType::Webinar, 8, "Webinar on", 1),
    (ActivityType::Seminar, 4, "Seminar on", 1),
    (ActivityType::StudyVisit, 6, "Study Visit on", 4),
    (ActivityType::ExpertMission, 2, "Expert Mission on", 3),
    (ActivityType::ExpertGroupMeeting, 5, "Expert Group Meeting on", 2),
    (ActivityType::Conference, 5, "Conference on", 2),
    (ActivityType::BilateralMeeting, 3, "Bilateral Meeting on", 1),
    (ActivityType::Other, 2, "Competition on", 1),
];

/// In whose hands it was, and how often.
pub const OUR_ROLES: [(OurRole, u32); 5] = [
    (OurRole::Organiser, 80),
    (OurRole::CoOrganiser, 8),
    (OurRole::Host, 2),
    (OurRole::Participant, 7),
    (OurRole::Party, 3),
];

/// How people take part before, in and after the years without travel.
pub fn modes(year: i32) -> [(Mode, u32); 4] {
    let [in_person, online, hybrid, unknown] = match year {
        ..2020 => [93, 3, 1, 3],
        2020..=2021 => [8, 88, 3, 1],
        _ => [55, 38, 6, 1],
    };
    [
        (Mode::InPerson, in_person),
        (Mode::Online, online),
        (Mode::Hybrid, hybrid),
        (Mode::Unknown, unknown),
    ]
}

/// Host cities of the countries that host most; elsewhere the capital is not named.
pub const CITIES: [(&str, &str); 6] = [
    ("TUR", "Ankara"),
    ("AZE", "Baku"),
    ("SEN", "Dakar"),
    ("JOR", "Amman"),
    ("MAR", "Rabat"),
    ("IDN", "Jakarta"),
];
