alter table published_figures drop column reconciliation_reason;
alter table published_figures drop column reconciliation_status;
