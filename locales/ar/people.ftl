# الأشخاص وقوائم المشاركين وبيانات العدد.
fault-not_an_email = ليس عنوان بريد إلكتروني مثل name@example.org
fault-deleted_reference = يشير إلى { $kind ->
    [activity] نشاط محذوف
    [participant] شخص محذوف
   *[other] سجل محذوف
}
fault-cell_below_roster = قيمته { $cell }، لكن عدد المنتمين إليه في القائمة { $roster }؛ ارفع العدد أو صحّح القائمة
fault-cell_below_parts = قيمته { $cell }، لكن مجموع { $by ->
    [country] بلدانه
    [sex] نسائه ورجاله
   *[agency] مؤسساته
} هو { $parts }؛ ارفعه أو اخفضها
fault-cell_above_sexes = قيمته { $cell }، لكن مجموع المذكور من الجنسين { $sexes } وهو الكل؛ صحّح أحدهما، أو اترك `unknown` حيث لا يُعرف جنس الآخرين
fault-cells_disagree = لا يمكن أن تصحّ كلها معًا: لا يوجد حضور تجتمع فيه هذه الأعداد بحسب البلد والجنس والجهة
fault-countries_below_named = قيمته { $countries }، لكن عدد البلدان المسمّاة { $named }؛ ارفعه، أو اجعل countries_complete مساويًا false إن لم يكن يشملها كلها
fault-unnamed_beyond_pool = يترك { $unnamed } من البلدان بلا اسم، ولم يبق من البلدان الأعضاء الممكنة سوى { $pool }
fault-never_edited = لا يُعدَّل أبدًا: أرسل (POST) إفادة جديدة إلى counts الخاصة بالنشاط لتحلّ محلّها
fault-nothing_stated = لا يذكر أي عدد للأشخاص أو البلدان: اذكر participants أو countries أو cells
fault-impossible_total = غير ممكن: { $because ->
    [head] بحسب العدد الإجمالي
    [whole_roster] بحسب القائمة، وهي كاملة (roster_complete)،
    [both_sexes] بحسب عدد النساء والرجال ومن لم يُذكر جنسه، وهم الكل حيث ذُكرت الأعداد الثلاثة أو بلغ العددان العدد الكلي،
   *[every_country] بحسب أعداد جميع البلدان
} حضر { $most } على الأكثر، لكن { $why ->
    [head] بحسب العدد الإجمالي
    [roster] بحسب صفوف القائمة المحسوبة
    [country_count] بحسب عدد البلدان، ومن كل منها شخص واحد على الأقل،
    [countries] بحسب أعداد البلدان
    [sexes] بحسب عدد النساء والرجال ومن لم يُذكر جنسه
   *[agencies] بحسب أعداد المؤسسات
} حضر { $least } على الأقل؛ غيّر أحد الأمرين

problem-already_merged = الشخص مدموج بالفعل
problem-not_merged = الشخص غير مدموج
fault-already_merged = مدموج بالفعل؛ ألغِ الدمج أولا
fault-not_merged = غير مدموج مع سجل آخر
