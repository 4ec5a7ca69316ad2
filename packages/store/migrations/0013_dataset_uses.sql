-- Which runs took in an evaluation dataset: the source of such a dataset is JSON text that names it.
create index datasets_of_evaluation on datasets (substring(source from '"dataset_id": *"(d-[0-9a-f]{32})"'))
  where source_type = 'mlflow_evaluation_dataset';
