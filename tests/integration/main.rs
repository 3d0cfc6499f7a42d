mod event_list;
