// The import fence: arrows point inward (docs/architecture.md). Each rule names a room and what it may reach.
const OURS = '^(bin|lib|handlers|core|adapters|cli|report|sandbox|tour|bench|test)/';

/** Everything of ours that `room` may not import, given the paths that it may. */
const fence = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    fence('core-stands-alone', 'core decides; it knows nobody', '^core/', '^core/'),
    {
      name: 'core-is-pure',
      comment: 'core has no I/O and no SDK: one hash, one XML parser, one schema library (settings only)',
      severity: 'error',
      from: { path: '^core/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        pathNot: ['^(node:)?crypto$', 'node_modules/@rgrove/parse-xml/', 'node_modules/zod/'],
      },
    },
    {
      name: 'settings-schema-stays-in-settings',
      comment: 'functions and the offline commands must not carry the schema library',
      severity: 'error',
      from: { path: '^(core|handlers|adapters|cli)/', pathNot: '^core/settings/' },
      to: { path: 'node_modules/zod/' },
    },
    fence('adapters-serve-core', 'adapters fill the ports of core', '^adapters/', '^(adapters|core)/'),
    fence('report-serves-core', 'the report draws what core says', '^report/', '^(report|core)/'),
    fence(
      'handlers-reach-inward',
      'handlers parse, call core, report',
      '^handlers/',
      '^(handlers|core|adapters|report)/',
    ),
    fence('cli-reaches-inward', 'the command line uses what functions use', '^cli/', '^(cli|core|adapters|report)/'),
    fence(
      'lib-knows-contracts-only',
      'infrastructure knows names, environment and settings',
      '^lib/',
      '^(lib|core/contract|core/settings|core/identifiers)',
    ),
    fence('bin-only-starts', 'bin starts things', '^bin/', '^(bin|lib|cli|tour|core/settings)/'),
    fence('sandbox-knows-aws-only', 'the local organization knows nothing of the product', '^sandbox/', '^sandbox/'),
    {
      name: 'product-without-sandbox',
      comment: 'nothing that is deployed or shipped may reach the stage, the tests or the measurements',
      severity: 'error',
      from: { path: '^(bin|lib|handlers|core|adapters|cli|report)/' },
      to: { path: '^(sandbox|bench|test)/' },
    },
    {
      name: 'offline-commands-stay-light',
      comment: 'the command line loads neither the CDK nor an SDK client before a command asks for it',
      severity: 'error',
      from: {
        path: '^cli/(main|program|plan-file|explain-file|terminal|command-options|input|paint)\\.ts$|^cli/commands/',
      },
      to: { path: 'node_modules/(@aws-sdk|aws-cdk)' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: OURS },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
