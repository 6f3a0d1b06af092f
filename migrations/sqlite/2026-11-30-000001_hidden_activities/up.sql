-- The few activities that lists do not show to everybody: how many a programme has is the number of its entries in
-- activity_programmes_sort_idx less these, so that a total need not look at each activity.
create index activities_hidden_idx on activities (id) where deleted_seq is not null or status = 'draft';
