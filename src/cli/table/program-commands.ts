import type { CommandEntry } from '../frame/command-entry.ts';

/** The commands about this program, and the emulator. */
export const PROGRAM_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'emulator',
    args: '',
    group: 'other',
    summary: 'run OSS and Image Search on this machine, until Ctrl-C',
    examples: [
      ['imagesearch-import emulator', 'at free ports, which it prints'],
      [
        'imagesearch-import emulator --port 8080 --oss-port 8081 --state emulator-state',
        'with a memory of its own',
      ],
    ],
    ignoresSettings: true,
    load: () => import('../commands/emulator.ts'),
  },
  {
    name: 'help',
    args: '[topic]',
    group: 'other',
    summary: 'explain a command or a topic, such as settings; help topics lists them',
    examples: [
      ['imagesearch-import help import', 'the options and examples of a command'],
      ['imagesearch-import help settings', 'options from the environment and from a file'],
    ],
    ignoresSettings: true,
    load: () => import('../commands/help.ts'),
  },
  {
    name: 'explain',
    args: '<code...>',
    group: 'other',
    summary: 'say what a code means, where the rule is from, and what to do',
    examples: [
      ['imagesearch-import explain META_REGION_ORDER', 'a rule, with a good and a bad example'],
      ['imagesearch-import explain NoSuchBucket TASK_RUNNING', 'codes of a service and of ours'],
      ['imagesearch-import explain IMAGE_ROTATED --lang zh', 'in Chinese'],
    ],
    ignoresSettings: true,
    load: () => import('../commands/explain.ts'),
  },
  {
    name: 'completion',
    args: '<shell>',
    group: 'other',
    summary: 'print the script by which bash, zsh or fish completes commands, options and values',
    examples: [
      ['source <(imagesearch-import completion bash)', 'in ~/.bashrc; zsh takes the same with zsh'],
      ['imagesearch-import completion fish > ~/.config/fish/completions/imagesearch-import.fish', 'for fish'],
    ],
    ignoresSettings: true,
    load: () => import('../commands/completion.ts'),
  },
];
