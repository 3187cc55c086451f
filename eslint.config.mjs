import js from '@eslint/js';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { name: 'generated', ignores: ['imports/', 'dist/', 'lib/', 'node_modules/', 'docs/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    name: 'types',
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-member-accessibility': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // What is left out by a rest pattern is named on purpose.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // `${ttl}` is the wire form of a value object: that is what toString is for.
      '@typescript-eslint/restrict-template-expressions': 'off',
      // A construct is made for its effect on the tree.
      'no-new': 'off',
      // Namespaces of static factories (Ttl.hours) are the idiom of the vocabulary.
      '@typescript-eslint/no-extraneous-class': 'off',
      // Index signatures are read with brackets (noPropertyAccessFromIndexSignature).
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    name: 'docstrings on everything public',
    files: ['src/**/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: true },
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'TSEnumDeclaration',
            'TSPropertySignature',
          ],
          checkConstructors: false,
        },
      ],
    },
  },
  {
    name: 'plain scripts',
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { module: 'writable' } },
  },
  // Jest's own idiom: expect(object.method), and any in matchers.
  {
    name: 'tests',
    files: ['test/**/*.ts', 'conformance/**/*.test.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);
