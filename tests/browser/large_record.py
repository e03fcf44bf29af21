"""Writes a record of 500 peers and 20 targets, three ports each: as large as a page of a run must be at ease with."""
import json
import sys

PEERS, TARGETS, PORTS = 500, 20, (5432, 8000, 9187)
POLICY = {'kind': 'CiliumNetworkPolicy', 'namespace': 'default', 'name': 'large'}


def attempt(open_, began):
    end = {'end': 'answered', 'reached': 'query', 'milestones_us': {'tcp': 210, 'authentication': 900, 'query': 1300}, 'answered_by': 'primary'}
    silent = {'end': 'dropped', 'reached': 'none', 'milestones_us': {}}
    return {**(end if open_ else silent), 'began_us': began, 'duration_us': 1400 if open_ else 90, 'source': '10.0.0.7:40000', 'destination': '10.0.1.1:5432'}


def observation(open_, began):
    drop = {'kind': 'drop-event', 'source': '10.0.0.7:40000', 'destination': '10.0.1.1:5432', 'detail': 'nflog: SYN'}
    return {'attempts': [attempt(open_, began)], 'evidence': [] if open_ else [drop], 'doubts': []}


def large_record():
    tuples = [{'from': f'peer-{p}', 'to': f'target-{t:02}', 'protocol': 'TCP', 'port': port} for p in range(PEERS) for t in range(TARGETS) for port in PORTS]
    flows = []
    for i, one in enumerate(tuples):
        open_ = (i // len(PORTS)) % 3 == 0
        verdict = 'allow' if open_ else 'deny'
        claim = 'deny' if i % 997 == 0 else verdict
        flows.append({**one, 'claim': claim, 'prediction': {'verdict': verdict, 'by': 'default/large ingress[0]' if open_ else '', 'reason': f'reason {i % 50}',
                      'allowed_by': [POLICY] if open_ else [], 'rule': {'policy': POLICY, 'path': 'ingress[0]', 'line': 7, **({} if open_ else {'nearest': True})}},
                      **observation(open_, 1000000 + i)})
    control = [{**one, **observation(True, i)} for i, one in enumerate(tuples)]
    accepted = {'result': 'accepted', 'detail': '', 'unknown_fields': [], 'schema_errors': [], 'agent_error': ''}
    members = [{'name': f'peer-{p}', 'kind': 'pod', 'namespace': f'team-{p % 9}', 'labels': {'app': f'app-{p % 31}'}} for p in range(PEERS)]
    members += [{'name': f'target-{t:02}', 'kind': 'pod', 'namespace': 'default', 'instance': 'replica', 'peer': False} for t in range(TARGETS)]
    text = 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata:\n  name: large\nspec:\n  ingress:\n    - fromEndpoints:\n        - {}\n'
    step = {'name': 'applied', 'settle_ms': 5, 'rounds': 1, 'began_us': 1000000, 'change_ms': 1, 'in_force_ms': 1, 'observe_ms': 5, 'health_ms': 0,
            'admissions': [{'policy': POLICY, 'validation': 'strict', 'observed': accepted, 'predicted': accepted}], 'flows': flows, 'health': []}
    scenario = {'name': 'large', 'title': 'Many peers and many targets', 'file': 'large.yaml', 'participants': 'large', 'page': '', 'argument': 'large', 'duration_ms': 9,
                'defects': [], 'policies': [{**POLICY, 'file': 'large.yaml', 'line': 1, 'text': text}], 'steps': [step]}
    return {'schema': 'pgreach.record/v2', 'started': '2026-01-02T03:04:05Z', 'command': 'pgreach run large',
            'environment': {'backend': 'embedded', 'drop_evidence': True, 'cilium': {'release': '1.20', 'configuration': {}}, 'versions': {}, 'notes': []},
            'plan': {'flows': [{'participants': 'large', 'flows': tuples}], 'scenarios': [{'name': 'large', 'participants': 'large', 'steps': [{'name': 'applied', 'applies': [POLICY]}]}]},
            'participants': [{'name': 'large', 'cluster': 'cluster-example', 'ports': [{'number': 5432, 'purpose': 'postgresql'}], 'members': members}],
            'failure': '', 'interrupted': False, 'complete': True, 'phases': [{'name': 'large', 'microseconds': 9000, 'began_us': 1000000}],
            'controls': [{'when': when, 'participants': 'large', 'flows': control, 'health': []} for when in ('before', 'after')], 'scenarios': [scenario]}


if __name__ == '__main__':
    json.dump(large_record(), sys.stdout)
