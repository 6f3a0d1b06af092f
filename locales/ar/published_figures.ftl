# الأرقام المنشورة.
fault-not_a_filter = يجب أن يكون «all» أو استعلام إحصاء، مثل agency=CBG&programme=CB-CaB
fault-claim_exists = الرقم المعلن نفسه (المقياس والنطاق والتاريخ والمصدر) مسجَّل من قبل، ومعرّفه { $value }
problem-claim_exists = الرقم المعلن مسجَّل من قبل
