# أخطاء البرامج والبلدان والمؤسسات والمجالات.
fault-empty_period = يجب أن يكون بعد { $from }: تبدأ الفترة قبل أن تنتهي
fault-overlapping_periods = تتداخل مع فترة أخرى في هذه القائمة
fault-fixed_code = لا يتغير أبدًا: به يُعرف السجل لدى غيره
fault-circle = يعود إلى السجل نفسه
fault-not_alpha3 = «{ $value }» ليس ثلاثة أحرف كبيرة (ISO 3166-1 alpha-3)
fault-not_alpha2 = «{ $value }» ليس حرفين كبيرين (ISO 3166-1 alpha-2)
fault-not_m49 = «{ $value }» ليس ثلاثة أرقام (UN M49)
fault-too_many_countries = يضم السجل { $most } بلداً، وهو أقصى ما تميّز الأرقام بينه
