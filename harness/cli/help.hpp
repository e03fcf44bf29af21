#pragma once

namespace pgreach::cli::help {

extern const char* const version;
// Where the program was built; --data and PGREACH_DATA say otherwise.
extern const char* const data_folder;

inline constexpr const char* description =
    "Does this network policy really do what its documentation says?\n"
    "pgreach applies the policies of CloudNativePG's Cilium page, probes every flow with real packets, and judges "
    "each.";

inline constexpr const char* footer =
    "Exit codes: 0 every flow conforms or is a known defect; 1 docs-defect, stale-defect or deviation;\n"
    "  2 bad usage or a faulty file, nothing ran; 3 inconclusive flows, or the environment failed;\n"
    "  4 nothing matched; 70 internal error; 130 interrupted.\n"
    "Start with: pgreach run";

inline constexpr const char* run_examples =
    "Examples:\n"
    "  pgreach run                                   all scenarios\n"
    "  pgreach run 'postgres-*' --record run.json    some of them, with the record kept\n"
    "  pgreach run default-deny --from backend --to primary:5432\n"
    "  pgreach run my-scenario.yaml --report junit=out.xml --report text=out.txt";

inline constexpr const char* judge_examples =
    "Examples:\n"
    "  pgreach judge run.json                        exits as the run did";

inline constexpr const char* report_examples =
    "Examples:\n"
    "  pgreach report run.json --report junit=out.xml\n"
    "  pgreach report run.json --report json=-       on standard output";

inline constexpr const char* explain_examples =
    "Examples:\n"
    "  pgreach explain postgres-access-backend-label --from frontend --to primary:5432";

inline constexpr const char* vectors_examples =
    "Examples:\n"
    "  pgreach vectors fixtures/vectors/*.jsonl.gz   last line: N cases, M verdicts, K mismatches\n"
    "  pgreach vectors --cilium 1.18 FILE            answers of another release, where the file does not say it";

inline constexpr const char* cluster_examples =
    "Examples:\n"
    "  pgreach cluster up try\n"
    "  pgreach run --backend kind --cluster-name try --reuse\n"
    "  pgreach cluster down try";

inline constexpr const char* lint_examples =
    "Exit codes: 0 no errors (--strict: no warnings either); 1 findings; 2 bad usage, or a file that cannot be read.\n"
    "Each finding's code is explained in docs/lint.md.\n"
    "Examples:\n"
    "  pgreach lint policies/                        every manifest below a folder, taken together\n"
    "  kubectl get cnp -o yaml | pgreach lint -      what a cluster has\n"
    "  pgreach lint cilium.md --world my-pods.yaml --format sarif";

}  // namespace pgreach::cli::help
