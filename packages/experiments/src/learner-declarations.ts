/**
 * The learners' own parameters and columns as those of an experiment: one declaration a name, which applies to the learners
 * that have it. Where their defaults differ, the default follows from the learner.
 */
import type {
  ColumnDeclaration,
  Columns,
  ParameterDeclaration,
  Parameters,
  Params,
  Value,
} from '@fewbits/dataset/columns';
import type { Learner } from '@fewbits/learners';

/** A declaration and the learner it comes from. */
interface Owned<Declaration> {
  readonly learner: string;
  readonly declaration: Declaration;
}

/** Parameters of all learners, in catalog order; the parameter `learner` chooses. */
export function learnerParameters(learners: readonly Learner[]): Parameters {
  const merged: Record<string, ParameterDeclaration> = {};
  for (const [name, owned] of byName(learners, (learner) => learner.parameters))
    merged[name] = mergeParameter(name, owned);
  return merged;
}

/** Columns that the learners report, in catalog order. */
export function learnerColumns(learners: readonly Learner[]): Columns {
  const merged: Record<string, ColumnDeclaration> = {};
  for (const [name, owned] of byName(learners, (learner) => learner.columns)) {
    demandSame(name, owned, ({ type, unit }) => ({ type, unit }));
    merged[name] = { ...owned[0].declaration, doc: mergeDocs(owned) };
  }
  return merged;
}

type Owners<Declaration> = readonly [Owned<Declaration>, ...Owned<Declaration>[]];

function byName<Declaration>(
  learners: readonly Learner[],
  declarations: (learner: Learner) => Readonly<Record<string, Declaration>>,
): Map<string, Owners<Declaration>> {
  const found = new Map<string, Owners<Declaration>>();
  for (const learner of learners) {
    for (const [name, declaration] of Object.entries(declarations(learner))) {
      const owned = { learner: learner.name, declaration };
      const before = found.get(name);
      found.set(name, before ? [...before, owned] : [owned]);
    }
  }
  return found;
}

function mergeParameter(name: string, owned: Owners<ParameterDeclaration>): ParameterDeclaration {
  // Bounds and values must agree: a value is validated before the learner is known to be the right one for it.
  demandSame(name, owned, ({ default: _default, defaultFrom: _from, doc: _doc, ...rest }) => rest);
  const { default: _default, defaultFrom: _from, ...rest } = owned[0].declaration;
  return {
    ...rest,
    ...mergeDefaults(owned),
    doc: mergeDocs(owned),
    applies: { ...rest.applies, learner: owned.map(({ learner }) => learner) },
  };
}

function mergeDefaults(owned: Owners<ParameterDeclaration>): Pick<ParameterDeclaration, 'default' | 'defaultFrom'> {
  const { default: value, defaultFrom } = owned[0].declaration;
  const agrees = ({ declaration }: Owned<ParameterDeclaration>): boolean =>
    declaration.default === value && declaration.defaultFrom === defaultFrom;
  if (owned.every(agrees)) {
    return { ...(value !== undefined && { default: value }), ...(defaultFrom && { defaultFrom }) };
  }
  const doc = owned.map(
    ({ learner, declaration }) => `${declaration.default ?? declaration.defaultFrom?.doc} (${learner})`,
  );
  const choose = (params: Params): Value => {
    const { declaration } = owned.find(({ learner }) => learner === params['learner']) ?? owned[0];
    return declaration.default ?? (declaration.defaultFrom?.value(params) as Value);
  };
  return { defaultFrom: { doc: doc.join(', '), value: choose } };
}

function mergeDocs(owned: Owners<{ readonly doc: string }>): string {
  const learners = new Map<string, string[]>();
  for (const { learner, declaration } of owned)
    learners.set(declaration.doc, [...(learners.get(declaration.doc) ?? []), learner]);
  if (learners.size === 1) return owned[0].declaration.doc;
  return [...learners].map(([doc, names]) => `${names.join(', ')}: ${doc}`).join('; ');
}

function demandSame<Declaration>(
  name: string,
  owned: Owners<Declaration>,
  part: (declaration: Declaration) => object,
): void {
  const [first, ...others] = owned.map(({ declaration }) => JSON.stringify(part(declaration)));
  if (others.some((other) => other !== first)) {
    const learners = owned.map(({ learner }) => learner).join(', ');
    throw new Error(`${name} is declared differently by the learners ${learners}: ${[first, ...others].join(', ')}`);
  }
}
