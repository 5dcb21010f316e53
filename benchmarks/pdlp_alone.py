"""OR-tools' PDLP on a programme in a file, in a process of its own: it cannot live in one with HiGHS.

Called ``python -m benchmarks.pdlp_alone MODEL.npz ANSWER.npz '{"tolerance": 1e-4, "threads": 2, "limit_s": 300}'``.
Imports nothing of mainstay.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from ortools.pdlp import solve_log_pb2, solvers_pb2
from ortools.pdlp.python import pdlp
from scipy.sparse import csc_matrix

from .measure import Watch, peak_mb


def main(model: str, answer: str, options: dict[str, float]) -> None:
    with np.load(model) as data:
        parts = {name: data[name] for name in data.files}
    watch = Watch()
    columns = len(parts["cost"])
    programme = pdlp.QuadraticProgram()
    programme.objective_vector = parts["cost"]
    programme.constraint_matrix = csc_matrix(
        (parts["value"], parts["index"], parts["start"]), shape=(len(parts["upper"]), columns)
    )
    programme.constraint_lower_bounds, programme.constraint_upper_bounds = parts["lower"], parts["upper"]
    programme.variable_lower_bounds, programme.variable_upper_bounds = np.zeros(columns), parts["most"]
    build = watch.read()
    settings = solvers_pb2.PrimalDualHybridGradientParams()
    settings.num_threads = int(options["threads"])
    settings.presolve_options.use_glop = bool(options.get("presolve", False))
    settings.termination_criteria.time_sec_limit = options["limit_s"]
    criteria = settings.termination_criteria.simple_optimality_criteria
    criteria.eps_optimal_relative = criteria.eps_optimal_absolute = options["tolerance"]
    watch = Watch()
    result = pdlp.primal_dual_hybrid_gradient(programme, settings)
    used = watch.read()
    reason = solve_log_pb2.TerminationReason.Name(result.solve_log.termination_reason)
    np.savez(answer, x=result.primal_solution, dual=result.dual_solution)
    print(json.dumps({"build": build, "solve": used, "peak_mb": peak_mb(), "status": reason}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
