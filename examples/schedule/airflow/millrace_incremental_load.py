"""A load every ten minutes, by examples/schedule/load-next.sh.

The iteration's number is not taken from the logical date: `next` finds it. So there is nothing to catch up on
(catchup=False), a retry reads the same records again, and a run that was left out is made good by the one after it.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(
    dag_id="millrace_incremental_load",
    schedule=timedelta(minutes=10),
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=1)},
) as dag:
    # The blank at the end keeps Airflow from taking the command for the name of a template file.
    BashOperator(
        task_id="load_next",
        bash_command="/opt/millrace/examples/schedule/load-next.sh ",
    )
