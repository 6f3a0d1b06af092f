# The paragraph of a country brief. Numbers come with their bounds.
brief-country = { $country }: { $benefited }{ $period }{ $scope }. { $attended }، { $provided }، { $hosted }.
brief-benefited = { $n ->
    [0] لم تستفد المؤسسات العامة في هذا البلد من أي نشاط
   *[other] استفادت المؤسسات العامة في هذا البلد من { $activities }
}
brief-attended = { $n ->
    [0] ولم تحضر أي نشاط
   *[other] وحضرت { $activities }
}
brief-provided = { $n ->
    [0] ولم تقدّم أي نشاط
   *[other] وقدّمت { $activities }
}
brief-hosted = { $n ->
    [0] ولم تستضف أي نشاط
   *[other] واستضافت { $activities }
}
brief-since = {" "}منذ { $from }
brief-until = {" "}حتى { $to }
brief-from-to = {" "}من { $from } إلى { $to }
brief-always = {" "}بحسب السجل
brief-only = فقط { $chosen }
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
    [one] نشاط واحد من { $of } قد يكونون فيها لا يذكر عدد الحاضرين.
    [two] نشاطان من { $of } قد يكونون فيها لا يذكران عدد الحاضرين.
    [few] { $shown } أنشطة من { $of } قد يكونون فيها لا تذكر عدد الحاضرين.
    [many] { $shown } نشاطاً من { $of } قد يكونون فيها لا تذكر عدد الحاضرين.
   *[other] { $shown } نشاط من { $of } قد يكونون فيها لا تذكر عدد الحاضرين.
}
brief-last = آخرها: «{ $title }» ({ $day }).
brief-next = وتاليها: «{ $title }» ({ $day }).
brief-as-of = بحسب السجل في { $day }.
