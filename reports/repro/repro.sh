#!/usr/bin/env bash
# Shows one flow with kubectl alone: opens it with nothing applied, applies the policies, and looks again. README.md says what
# should be seen. Ends with 0 where it is as recorded, 1 where it is not, 3 where it could not tell.
#
#   ./repro.sh                         in the current context of kubectl
#   KEEP=1 ./repro.sh                  leaves everything standing, to look around in
#   IMAGE=NAME ./repro.sh              image of the peer: anything with bash; else the database's own
#   SETTLE=30 ./repro.sh               seconds until policies count as being in force; else 15
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

{{settings}}
say() { printf '%s\n' "$*" >&2; }
give_up() {
  say "could not tell: $*"
  exit 3
}

command -v kubectl >/dev/null || give_up 'there is no kubectl on PATH'
kubectl get namespaces >/dev/null || give_up 'kubectl reaches no cluster'
kubectl get crd clusters.postgresql.cnpg.io >/dev/null || give_up 'CloudNativePG is not installed in this cluster'

made=()
clean_up() {
  local status=$? object
  if [ -n "${KEEP-}" ]; then
    say "kept: ${made[*]-nothing}"
    exit "$status"
  fi
  say 'cleaning up'
  for ((i = ${#made[@]} - 1; i >= 0; i--)); do
    read -ra object <<<"${made[i]}"
    kubectl delete --ignore-not-found --wait=true "${object[@]}" >/dev/null 2>&1 || say "left behind: ${made[i]}"
  done
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Namespaces and the database: those that are there are used, and left alone.
for ns in "${namespaces[@]}"; do
  if ! kubectl get namespace "$ns" >/dev/null 2>&1; then
    kubectl create namespace "$ns" >/dev/null
    made+=("namespace $ns")
  fi
done
if kubectl get cluster.postgresql.cnpg.io -n "$target_namespace" "$cluster" >/dev/null 2>&1; then
  say "using the database $cluster that is there"
else
  say "making the database $cluster"
  made+=("cluster.postgresql.cnpg.io -n $target_namespace $cluster")
  kubectl apply -f database.yaml >/dev/null
  kubectl wait -n "$target_namespace" "cluster.postgresql.cnpg.io/$cluster" --for=condition=Ready --timeout=600s >/dev/null ||
    give_up 'the database does not become ready'
fi

# instance ROLE FIELD: of the pod that has this role now
instance() {
  kubectl get pods -n "$target_namespace" -l "cnpg.io/cluster=$cluster,cnpg.io/instanceRole=$1" -o "jsonpath={.items[0]$2}" 2>/dev/null ||
    give_up "the database has no $1"
}
address=$(instance "$target_role" .status.podIP)
node=$(instance "$target_role" .spec.nodeName)
image=${IMAGE:-$(instance "$target_role" '.spec.containers[?(@.name=="postgres")].image')}

case $peer_kind in
  instance)
    peer_pod=$(instance "$peer_role" .metadata.name)
    container=postgres
    ;;
  remote-node)
    node=$(kubectl get nodes -o name | grep -vx "node/$node" | head -n 1) || true
    [ -n "$node" ] || give_up 'the cluster has one node only'
    node=${node#node/}
    ;;
esac
if [ "$peer_kind" != instance ]; then
  container=peer
  made+=("pod -n $peer_namespace $peer_pod")
  sed "s|@IMAGE@|$image|; s|@NODE@|$node|" peer.yaml | kubectl apply -f - >/dev/null
  kubectl wait -n "$peer_namespace" "pod/$peer_pod" --for=jsonpath='{.status.phase}'=Running --timeout=180s >/dev/null ||
    give_up 'the peer does not start'
fi

# One attempt: open where the target answers, closed where there is silence for three seconds, else what went wrong.
look() {
  local status=0 said
  # shellcheck disable=SC2016 # the shell in the pod expands
  said=$(kubectl exec -n "$peer_namespace" "$peer_pod" -c "$container" -- \
    timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$address" "$port" 2>&1) || status=$?
  case $status in
    0) echo open ;;
    124) echo closed ;;
    *) echo "unclear: $said" ;;
  esac
}

before=$(look)
say "with nothing applied: $before"
[ "$before" = open ] || give_up 'the flow must be open with nothing applied; are there other policies?'

for entry in "${policies[@]}"; do
  IFS='|' read -r file ns validation result <<<"$entry"
  where=()
  [ -z "$ns" ] || where=(-n "$ns")
  if kubectl get "${where[@]}" -f "$file" >/dev/null 2>&1; then
    give_up "the policy of $file is there already, and would be overwritten"
  fi
  made+=("${where[*]} -f $file")
  if kubectl apply "${where[@]}" --validate="$validation" -f "$file" >/dev/null; then
    say "applied $file (recorded: $result)"
  else
    say "the API server refuses $file (recorded: $result)"
  fi
done
[ ${#policies[@]} = 0 ] || sleep "${SETTLE:-15}"
for entry in "${policies[@]}"; do
  IFS='|' read -r file ns _ _ <<<"$entry"
  where=()
  [ -z "$ns" ] || where=(-n "$ns")
  kubectl get "${where[@]}" -f "$file" -o 'jsonpath={.kind} {.metadata.name}: {range .status.conditions[*]}{.type}={.status} {.message}{end}{"\n"}' 2>/dev/null || true
done

after=$(look)
for _ in 1 2 3 4; do
  again=$(look)
  [ "$again" = "$after" ] || give_up "looks that follow each other differ: $after, then $again"
done
printf '%s: %s\n' "$flow" "$after"
printf 'claim: %s; prediction: %s; recorded: %s\n' "$claim" "$prediction" "$recorded"
case $after in
  unclear*) give_up "$after" ;;
  "$recorded") printf 'as recorded\n' ;;
  *)
    printf 'not as recorded\n'
    exit 1
    ;;
esac
