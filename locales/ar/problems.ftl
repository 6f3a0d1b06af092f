# عنوان لكل رمز خطأ، وتفصيل لكل رمز خطأ، وجملة لكل رمز خلل.
problem-unreadable = تعذّرت قراءة الطلب
problem-invalid = المحتوى غير صالح
problem-read_only = عنصر لا يمكن تغييره
problem-too_many_rows = صفوف الجواب أكثر من اللازم
problem-idempotency_key_reused = استُعمل مفتاح عدم التكرار لطلب آخر
problem-unauthorized = يلزم مفتاح صالح
problem-forbidden = هذا المفتاح لا يخوّل ذلك
problem-not_found = غير موجود
problem-gone = محذوف
problem-moved = نُقل
problem-method_not_allowed = الطريقة غير مسموح بها هنا
problem-stale = تغيّر السجل في هذه الأثناء
problem-precondition_required = الترويسة If-Match لازمة
problem-too_large = متن الطلب أكبر من اللازم
problem-address_too_long = العنوان أطول من اللازم
problem-unsupported_media_type = نوع الوسائط غير مدعوم
problem-busy = الخدمة مشغولة
problem-body_timeout = لم يصل متن الطلب
problem-unsupported_encoding = ترميز المحتوى غير مدعوم
problem-storage_unavailable = قاعدة البيانات غير متاحة
problem-storage_full = القرص ممتلئ
problem-internal = خطأ داخلي
problem-external_id_taken = المعرّف لسجل آخر
problem-code_taken = الرمز مأخوذ
problem-in_use = السجل مستعمل
problem-already_on_roster = الشخص مدرج في القائمة من قبل
problem-not_deleted = السجل غير محذوف
problem-too_late = فات أوان ذلك

detail-unreadable = { $count ->
    [zero] تعذّرت قراءة الطلب.
    [one] تعذّرت قراءة عنصر واحد من الطلب؛ انظر "errors".
    [two] تعذّرت قراءة عنصرين من الطلب؛ انظر "errors".
    [few] تعذّرت قراءة { $count } عناصر من الطلب؛ انظر "errors".
    [many] تعذّرت قراءة { $count } عنصرًا من الطلب؛ انظر "errors".
   *[other] تعذّرت قراءة { $count } عنصر من الطلب؛ انظر "errors".
}
detail-invalid = { $count ->
    [zero] المحتوى غير صالح.
    [one] وُجد خطأ واحد؛ انظر "errors".
    [two] وُجد خطآن؛ انظر "errors".
    [few] وُجدت { $count } أخطاء؛ انظر "errors".
    [many] وُجد { $count } خطأً؛ انظر "errors".
   *[other] وُجد { $count } خطأ؛ انظر "errors".
}
detail-nothing_written = لم يُسجَّل شيء.
detail-unauthorized = أرسل مفتاحًا صالحًا على شكل "Authorization: Bearer qk_…".
detail-forbidden = دور هذا المفتاح لا يسمح بذلك. اطلب مفتاحًا آخر من المسؤول عن النظام.
detail-not_found = لا شيء في هذا العنوان.
detail-gone = حُذف هذا السجل.
detail-moved = صار لهذا السجل رمز آخر.
detail-method_not_allowed = المسموح به هنا: { $allow }.
detail-stale = تذكر If-Match القيمة { $given }، والسجل الآن في النسخة { $current }. اقرأه من جديد ثم أعد تغييرك.
detail-precondition_required = أرسل If-Match مع ETag النسخة التي قرأتها، كي لا يضيع تغيير أحد. العلامة "*" غير مقبولة.
detail-too_large = { $most ->
    [zero] لا تُقبل أي بايتات.
    [one] يُقبل بايت واحد على الأكثر.
    [two] يُقبل بايتان على الأكثر.
    [few] تُقبل { $most } بايتات على الأكثر.
    [many] يُقبل { $most } بايتًا على الأكثر.
   *[other] يُقبل { $most } بايت على الأكثر.
}
detail-address_too_long = { $most ->
    [zero] لا يُقبل عنوان.
    [one] لا يزيد طول العنوان مع معاملاته على بايت واحد.
    [two] لا يزيد طول العنوان مع معاملاته على بايتين.
    [few] لا يزيد طول العنوان مع معاملاته على { $most } بايتات.
    [many] لا يزيد طول العنوان مع معاملاته على { $most } بايتًا.
   *[other] لا يزيد طول العنوان مع معاملاته على { $most } بايت.
}
detail-unsupported_media_type = أرسل متن الطلب بالنوع { $expected }.
detail-busy = الطلبات كثيرة في آن واحد. حاول بعد لحظة.
detail-body_timeout = { $seconds ->
    [zero] لم يصل شيء من متن الطلب فتُرك. لم يُسجَّل شيء.
    [one] لم يصل شيء من متن الطلب مدة ثانية واحدة فتُرك. لم يُسجَّل شيء.
    [two] لم يصل شيء من متن الطلب مدة ثانيتين فتُرك. لم يُسجَّل شيء.
    [few] لم يصل شيء من متن الطلب مدة { $seconds } ثوانٍ فتُرك. لم يُسجَّل شيء.
    [many] لم يصل شيء من متن الطلب مدة { $seconds } ثانية فتُرك. لم يُسجَّل شيء.
   *[other] لم يصل شيء من متن الطلب مدة { $seconds } ثانية فتُرك. لم يُسجَّل شيء.
}
detail-unsupported_encoding = ذُكر أن متن الطلب مرمّز بـ "{ $given }". لا يُقبل إلا "{ $taken }": أرسله كما هو.
detail-storage_unavailable-read_only = لا تقبل قاعدة البيانات الكتابة الآن. لم يُسجَّل شيء، والقراءة مستمرة.
detail-storage_unavailable-moved = ملف قاعدة البيانات ليس في المكان الذي فُتح فيه. الكتابة متوقفة حتى يعود.
detail-storage_unavailable-unreachable = يتعذّر الوصول إلى قاعدة البيانات الآن. أعد المحاولة؛ ومع Idempotency-Key لا ضرر في ذلك.
detail-storage_full = لا يمكن تسجيل شيء حتى يتوفّر مكان. القراءة مستمرة.
detail-internal = الخلل من جهتنا لا من جهتك. اذكر معرّف الطلب (request id) عند الإبلاغ عنه.

fault-required = لازم
fault-empty = يجب ألّا يكون فارغًا؛ احذفه بدلًا من ذلك
fault-wrong_type = يجب أن يكون من النوع { $expected }
fault-unknown_field = "{ $name }" ليس عنصرًا معروفًا هنا
fault-unknown_parameter = "{ $name }" ليس معاملًا معروفًا هنا
fault-unknown_code = "{ $value }" ليس رمزًا معروفًا؛ الرموز المعروفة: { $known }
fault-unknown_language = "{ $value }" ليست لغة مستعملة هنا؛ استعمل en أو ar أو fr
fault-unknown_reference = { $kind ->
    [activity] لا يوجد نشاط معروف باسم "{ $value }"
    [programme] لا يوجد برنامج معروف باسم "{ $value }"
    [agency] لا توجد مؤسسة معروفة باسم "{ $value }"
    [country] لا يوجد بلد معروف باسم "{ $value }"
    [field] لا يوجد مجال معروف باسم "{ $value }"
    [participant] لا يوجد شخص معروف باسم "{ $value }"
   *[other] "{ $value }" غير معروف
}
fault-out_of_range = يجب أن يكون بين { $least } و{ $most }
fault-too_long = { $length ->
    [zero] فارغ؛ الحد الأقصى { $most }
    [one] فيه حرف واحد؛ الحد الأقصى { $most }
    [two] فيه حرفان؛ الحد الأقصى { $most }
    [few] فيه { $length } أحرف؛ الحد الأقصى { $most }
    [many] فيه { $length } حرفًا؛ الحد الأقصى { $most }
   *[other] فيه { $length } حرف؛ الحد الأقصى { $most }
}
fault-too_many = { $most ->
    [zero] لا يُقبل فيه أي عنصر
    [one] عناصره أكثر من اللازم؛ يُقبل عنصر واحد على الأكثر
    [two] عناصره أكثر من اللازم؛ يُقبل عنصران على الأكثر
    [few] عناصره أكثر من اللازم؛ تُقبل { $most } عناصر على الأكثر
    [many] عناصره أكثر من اللازم؛ يُقبل { $most } عنصرًا على الأكثر
   *[other] عناصره أكثر من اللازم؛ يُقبل { $most } عنصر على الأكثر
}
fault-too_many_former_codes = يجعل عدد الرموز السابقة للسجل أكثر من { $most }، وهو الحد الأقصى
fault-control_character = فيه المحرف { $character }، وهو غير مسموح به في أي نص
fault-not_text = ليس نصًا صالحًا
fault-not_a_number = "{ $value }" ليس عددًا صحيحًا
fault-not_a_flag = "{ $value }" ليست true ولا false
fault-not_a_date = "{ $value }" ليس يومًا على الشكل YYYY-MM-DD من 1900 إلى 2200
fault-not_a_partial_date = "{ $value }" ليس على الشكل YYYY أو YYYY-MM أو YYYY-MM-DD من 1900 إلى 2200
fault-not_an_id = "{ $value }" ليس معرّفًا
fault-not_an_etag = { $value } ليست قيمة ETag من قبيل W/"3" بعلامتي التنصيص
fault-more_faults = { $count ->
    [zero] لا أخطاء أخرى
    [one] وُجد خطأ آخر لم يُذكر
    [two] وُجد خطآن آخران لم يُذكرا
    [few] وُجدت { $count } أخطاء أخرى لم تُذكر
    [many] وُجد { $count } خطأً آخر لم يُذكر
   *[other] وُجد { $count } خطأ آخر لم يُذكر
}
fault-not_json = ليس JSON صالحًا: { $what }
fault-repeated = ورد أكثر من مرة
fault-duplicate = مكرّر
fault-read_only = تحدّده الخدمة ولا يمكن تغييره
fault-bad_cursor = ليس مؤشّرًا لهذه القائمة؛ خذه من next_cursor
fault-end_before_start = ينتهي قبل أن يبدأ ({ $start })
fault-too_few = عدد العناصر أقل من اللازم: الحد الأدنى { $least }
fault-days_not_in_order = لا يأتي بعد { $before }: تُذكر الأيام بترتيبها، وكل يوم مرة واحدة
fault-not_of_days = ليس أول الأيام المذكورة ولا آخرها
fault-held_before_it_began = مسجّل أنه عُقد مع أنه يبدأ لاحقًا: ما عُقد بدأ في { $latest } على الأكثر
fault-lasts_too_long = عدد أيامه { $days }: ما زاد على { $most } تُذكر أيامه في "days"
fault-precision_mismatch = لا يناسب الدقة "{ $precision }"
fault-end_outside_period = ينتهي قبل بداية المدة { $period }
fault-external_id_taken = المعرّف "{ $value }" يخص { $code }
fault-code_taken = الرمز "{ $value }" لسجل آخر
fault-in_use = { $count ->
    [zero] لا يشير إليه أي سجل
    [one] يشير إليه سجل واحد
    [two] يشير إليه سجلّان
    [few] تشير إليه { $count } سجلات
    [many] يشير إليه { $count } سجلًا
   *[other] يشير إليه { $count } سجل
}
fault-already_on_roster = الشخص مدرج من قبل في قائمة هذا النشاط
fault-idempotency_key_reused = استُعمل هذا المفتاح Idempotency-Key لطلب آخر
fault-idempotency_key = يجب أن يكون من 1 إلى 200 محرف ASCII مرئي
fault-forbidden_role = مقصور على الدور { $role }
fault-hidden_value = لا تُعرض "{ $value }" إلا لموظفي البرامج والمسؤولين عن النظام
fault-not_of_deleted = لا يُستعمل { $name } مع deleted=true: لا يُسأل عما حُذف إلا بحقوله ذاتها
fault-from_after_to = يبدأ بعد أن ينتهي
fault-too_many_rows = { $count ->
    [zero] لا صفوف في الجواب؛ الحد الأقصى { $most }: استعمل { $use }
    [one] في الجواب صف واحد؛ الحد الأقصى { $most }: استعمل { $use }
    [two] في الجواب صفّان؛ الحد الأقصى { $most }: استعمل { $use }
    [few] في الجواب { $count } صفوف؛ الحد الأقصى { $most }: استعمل { $use }
    [many] في الجواب { $count } صفًا؛ الحد الأقصى { $most }: استعمل { $use }
   *[other] في الجواب { $count } صف؛ الحد الأقصى { $most }: استعمل { $use }
}
fault-contradiction = { $what }
fault-cell_without_axis = يلزم بلد أو جنس أو مؤسسة
fault-source_without_content = يلزم عنوان (url) أو ملاحظة (note)
fault-not_a_url = يجب أن يبدأ بـ https:// أو http://
fault-not_a_language = "{ $value }" ليس وسم لغة مثل en أو ar أو fr
fault-unfit_code = يجب ألّا يحتوي على فواصل أو فواصل منقوطة أو أسطر جديدة، وألّا يكون "null"، وألّا يكون على شكل معرّف
fault-not_deleted = السجل غير محذوف؛ لا شيء يُستعاد
fault-too_late = { $days ->
    [zero] حُذف منذ وقت ولا يمكن استعادته
    [one] حُذف منذ أكثر من يوم واحد ولا يمكن استعادته
    [two] حُذف منذ أكثر من يومين ولا يمكن استعادته
    [few] حُذف منذ أكثر من { $days } أيام ولا يمكن استعادته
    [many] حُذف منذ أكثر من { $days } يومًا ولا يمكن استعادته
   *[other] حُذف منذ أكثر من { $days } يوم ولا يمكن استعادته
}
