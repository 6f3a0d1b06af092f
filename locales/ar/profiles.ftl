# The paragraph of a country brief. Numbers come with their bounds.
brief-country = { $country }: { $benefited }{ $period }{ $scope }. { $attended }، { $provided }، { $hosted }.
brief-benefited = { $n ->
    [0] لم تستفد المؤسسات العامة في هذا البلد من أي نشاط مسجَّل
   *[other] استفادت المؤسسات العامة في هذا البلد من { $activities }
}
brief-attended = { $n ->
    [0] ولم تحضر أي نشاط مسجَّل
   *[other] وحضرت { $activities }
}
brief-provided = { $n ->
    [0] ولم تقدّم أي نشاط مسجَّل
   *[other] وقدّمت { $activities }
}
brief-hosted = { $n ->
    [0] ولم تستضف أي نشاط مسجَّل
   *[other] واستضافت { $activities }
}
brief-since = {" "}منذ { $from }
brief-until = {" "}حتى { $to }
brief-from-to = {" "}من { $from } إلى { $to }
brief-only = { $chosen } فقط
brief-activities-exact = { $n ->
    [one] نشاط واحد
    [two] نشاطين
    [few] { $shown } أنشطة
    [many] { $shown } نشاطاً
   *[other] { $shown } نشاط
}
brief-activities-between = { $n ->
    [one] نشاط واحد على الأكثر
    [two] { $low ->
        [0] نشاطين على الأكثر
       *[other] نشاط واحد أو نشاطين
    }
    [few] ما بين { $low } و{ $high } أنشطة
    [many] ما بين { $low } و{ $high } نشاطاً
   *[other] ما بين { $low } و{ $high } نشاط
}
brief-activities-least = { $n ->
    [one] نشاط واحد على الأقل
    [two] نشاطين على الأقل
    [few] { $shown } أنشطة على الأقل
    [many] { $shown } نشاطاً على الأقل
   *[other] { $shown } نشاط على الأقل
}
brief-activities-object-exact = { $n ->
    [one] نشاطاً واحداً
    [two] نشاطين
    [few] { $shown } أنشطة
    [many] { $shown } نشاطاً
   *[other] { $shown } نشاط
}
brief-activities-object-between = { $n ->
    [one] نشاطاً واحداً على الأكثر
    [two] { $low ->
        [0] نشاطين على الأكثر
       *[other] نشاطاً واحداً أو نشاطين
    }
    [few] ما بين { $low } و{ $high } أنشطة
    [many] ما بين { $low } و{ $high } نشاطاً
   *[other] ما بين { $low } و{ $high } نشاط
}
brief-activities-object-least = { $n ->
    [one] نشاطاً واحداً على الأقل
    [two] نشاطين على الأقل
    [few] { $shown } أنشطة على الأقل
    [many] { $shown } نشاطاً على الأقل
   *[other] { $shown } نشاط على الأقل
}
brief-people = مشاركات القادمين من هذا البلد: { $participations }.
brief-people-unknown = لا يذكر السجل عدد القادمين من هذا البلد.
brief-participations-exact = { $n ->
    [0] لا مشاركة
    [one] مشاركة واحدة
    [two] مشاركتان
    [few] { $shown } مشاركات
   *[other] { $shown } مشاركة
}
brief-participations-between = { $n ->
    [one] مشاركة واحدة على الأكثر
    [two] { $low ->
        [0] مشاركتان على الأكثر
       *[other] مشاركة واحدة أو مشاركتان
    }
    [few] ما بين { $low } و{ $high } مشاركات
   *[other] ما بين { $low } و{ $high } مشاركة
}
brief-participations-least = { $n ->
    [one] مشاركة واحدة على الأقل
    [two] مشاركتان على الأقل
    [few] { $shown } مشاركات على الأقل
   *[other] { $shown } مشاركة على الأقل
}
brief-uncounted = { $n ->
    [one] { $of ->
        [1] والنشاط الوحيد الذي قد يكونون حضروه لا يذكر عدد الحاضرين.
       *[other] نشاط واحد من { $of } قد يكونون فيها لا يذكر عدد الحاضرين.
    }
    [two] نشاطان من { $of } قد يكونون فيها لا يذكران عدد الحاضرين.
    [few] { $shown } أنشطة من { $of } قد يكونون فيها لا تذكر عدد الحاضرين.
    [many] { $shown } نشاطاً من { $of } قد يكونون فيها لا تذكر عدد الحاضرين.
   *[other] { $shown } نشاط من { $of } قد يكونون فيها لا تذكر عدد الحاضرين.
}
brief-last = وآخر ما استفادت منه أو حضرته: { $title }، { $day }.
brief-next = والتالي: { $title }، { $day }.
brief-as-of = بحسب السجل في { $day }.
brief-took_place = { $n ->
    [0] ولم ينعقد في هذا البلد أي نشاط مسجَّل.
   *[other] وانعقد في هذا البلد { $activities }.
}
brief-statuses = { $country }، في الأنشطة { $statuses }{ $period }{ $scope }: مستفيداً { $benefited }، وحاضراً { $attended }، ومقدِّماً { $provided }، ومستضيفاً { $hosted }؛ ومكان انعقادها في هذا البلد: { $took_place }.
brief-chosen = { $of }: { $is }
brief-or = {" أو "}
brief-and = {"؛ "}
brief-not-stated = غير مذكور
brief-title = { $lang ->
    [en] «{ $title }» (العنوان بالإنجليزية)
    [fr] «{ $title }» (العنوان بالفرنسية)
   *[other] «{ $title }»
}
date-month = { $m } { $y }
date-day = { $d } { $m } { $y }
brief-activities-subject-exact = { $n ->
    [0] لا نشاط مسجَّل
    [one] نشاط واحد
    [two] نشاطان
    [few] { $shown } أنشطة
    [many] { $shown } نشاطاً
   *[other] { $shown } نشاط
}
brief-activities-subject-between = { $n ->
    [one] نشاط واحد على الأكثر
    [two] { $low ->
        [0] نشاطان على الأكثر
       *[other] نشاط واحد أو نشاطان
    }
    [few] ما بين { $low } و{ $high } أنشطة
    [many] ما بين { $low } و{ $high } نشاطاً
   *[other] ما بين { $low } و{ $high } نشاط
}
brief-activities-subject-least = { $n ->
    [one] نشاط واحد على الأقل
    [two] نشاطان على الأقل
    [few] { $shown } أنشطة على الأقل
    [many] { $shown } نشاطاً على الأقل
   *[other] { $shown } نشاط على الأقل
}
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
word-filter-field = المجال
word-filter-programme = البرنامج
word-filter-type = النوع
word-filter-mode = طريقة الانعقاد
word-filter-our_role = دورنا
word-filter-meetings = الاجتماعات
word-meetings-exclude = مستبعدة
word-meetings-only = وحدها
word-status-draft = المسودّة
word-status-announced = المعلنة
word-status-held = المنعقدة
word-status-postponed = المؤجلة
word-status-cancelled = الملغاة
word-type-training_course = دورة تدريبية
word-type-workshop = ورشة عمل
word-type-webinar = ندوة عبر الإنترنت
word-type-seminar = ندوة
word-type-study_visit = زيارة دراسية
word-type-expert_mission = بعثة خبراء
word-type-expert_group_meeting = اجتماع فريق خبراء
word-type-conference = مؤتمر
word-type-bilateral_meeting = اجتماع ثنائي
word-type-other = نوع آخر
word-mode-in_person = حضورياً
word-mode-online = عبر الإنترنت
word-mode-hybrid = مختلطة
word-mode-unknown = غير معروفة
word-our_role-organiser = منظِّم
word-our_role-co_organiser = منظِّم مشارك
word-our_role-host = مستضيف
word-our_role-participant = مشارك
word-our_role-party = أحد الطرفين
date-in-text = { $d }
brief-until-day = {" "}حتى { $to }
brief-undecided = { $n ->
    [one] وقد يخصها نشاط واحد آخر لا يذكر البلدان المشاركة فيه أو موعده.
    [two] وقد يخصها نشاطان آخران لا يذكران البلدان المشاركة فيهما أو موعدهما.
    [few] وقد تخصها { $shown } أنشطة أخرى لا تذكر البلدان المشاركة فيها أو موعدها.
    [many] وقد يخصها { $shown } نشاطاً آخر لا تذكر البلدان المشاركة فيها أو موعدها.
   *[other] وقد يخصها { $shown } نشاط آخر لا تذكر البلدان المشاركة فيها أو موعدها.
}
