# Faults of programmes, countries, agencies and fields.
fault-empty_period = must be later than { $from }: a period begins before it ends
fault-overlapping_periods = overlaps another period of this list
fault-fixed_code = never changes: others know the record by it
fault-circle = leads back to the record itself
fault-not_alpha3 = "{ $value }" is not three capital letters (ISO 3166-1 alpha-3)
fault-not_alpha2 = "{ $value }" is not two capital letters (ISO 3166-1 alpha-2)
fault-not_m49 = "{ $value }" is not three digits (UN M49)
fault-too_many_countries = the record holds { $most } countries already, the most that figures can tell apart
