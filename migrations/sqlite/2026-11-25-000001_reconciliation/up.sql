-- How far an announced total has been reconciled with the record, as officers see it; the verdict itself is never stored.
alter table published_figures add column reconciliation_status text not null default 'open'
  constraint published_figures_reconciliation_status_check check (reconciliation_status in ('open', 'explained', 'agreed'));
-- Why: needed where it is said to be explained, and no reason is given for what is open.
alter table published_figures add column reconciliation_reason text
  constraint published_figures_reconciliation_reason_check check (
    case reconciliation_status when 'explained' then reconciliation_reason is not null
                               when 'open' then reconciliation_reason is null else true end);
