# الجداول المستوردة.
fault-empty_file = الملف فارغ: يجب أن يسمّي صفه الأول الأعمدة
fault-file_too_large = الملف أكبر من { $most } بايت: قسّمه إلى عدة ملفات
fault-a_workbook = هذا ملف خاص ببرنامج الجداول: احفظه بصيغة «CSV UTF-8» ثم استورده
fault-utf16 = الملف ليس بترميز UTF-8 بل UTF-16 (يسمى غالبًا «نص يونيكود»): احفظه بصيغة «CSV UTF-8»
fault-not_utf8 = ليس بترميز UTF-8 صحيح: احفظ الملف بصيغة «CSV UTF-8»
fault-text_after_quote = فيه نص بعد علامة الاقتباس الختامية؛ داخل الخلية المقتبسة تُكرَّر علامة الاقتباس
fault-cut_off = ينتهي الملف داخل خلية مقتبسة بدأت في هذا الصف: يبدو أنه مبتور
fault-ragged_row = في الصف { $has } خلية، وفي صف العناوين { $expected }
fault-unknown_column = «{ $name }» ليس عمودًا في هذا النوع من الملفات
fault-repeated_column = يقول ما يقوله العمود «{ $name }»؛ أبقِ واحدًا منهما
fault-unnamed_column = العمود في الموضع { $place } بلا اسم
fault-missing_column = يجب أن يكون في الملف عمود «{ $name }»
fault-missing_key = به يُعرف الصف، وهو فارغ
fault-duplicate_row = الصف { $row } يتحدث عن السجل نفسه
fault-deleted_record = السجل «{ $value }» محذوف: استرجعه أولًا
fault-not_a_decimal = «{ $value }» ليس رقمًا
fault-two_head_counts = يقف بجانب عدد دقيق للمشاركين؛ يجب أن يكون أحدهما فارغًا
fault-not_an_approximation = «{ $value }» ليس على صورة ‎>50 (أكثر من) أو ‎<100 (ما يقارب) أو ‎~100 (نحو)
fault-not_an_external_id = «{ $value }» ليس على صورة المخطط:القيمة
fault-not_a_stretch = «{ $value }» ليس على صورة كلمة:من/إلى، مثل member:1969/2012-08-15
fault-not_a_period = «{ $value }» ليس على صورة من/إلى، مثل 1980-01/1989-03
fault-not_a_link = «{ $value }» ليس على صورة علاقة:رمز:من/إلى، مثل part_of:MOH:2011/
fault-unknown_id = لا سجل هنا له المعرّف "{ $value }": عُرف الصف بمفتاحه
fault-id_of_another = معرّف سجل آخر ({ $code }) غير الذي يدل عليه مفتاح الصف: أفرغه لسجل جديد، أو غيّر الرمز عبر الواجهة البرمجية
fault-possible_duplicate = قد يكون النشاط نفسه: { $codes }؛ العنوان وأول يوم والبلد نفسها، أو المعرّف الخارجي نفسه
fault-stale_row = الصف من النسخة { $version }؛ وبعدها غيّر { $by } ما يلي: { $changed } ({ $at }). { $undone ->
    [none] صدّره من جديد وغيّره
   *[other] وهذا الصف يلغي: { $undone }. صدّره من جديد وغيّره
}، أو خذه مع --force
