// JupyterLab loads this file as a module-federation container: an object with `init`, which
// receives the packages that JupyterLab shares, and `get`, which hands out the plugin. It is written
// by hand and runs as it stands, so nobody needs npm to change it.

(() => {
  const COMMANDS = {
    check: ['Check', 'Save the notebook and run the visible checks'],
    hint: ['Hint', 'Show one hint more'],
    reset: ['Reset', 'Bring the exercise back; your work is put aside'],
    next: ['Next', 'Open the next exercise that is not finished']
  };
  const NO_TORCHDOJO =
    "torchdojo is not installed in this notebook's kernel: choose the kernel of the environment " +
    'that has it (Kernel, Change Kernel).';

  let shared = {};

  /** The module of a package that JupyterLab shares. */
  const load = async name => {
    const versions = shared[name];
    const factory = await versions[Object.keys(versions)[0]].get();
    return factory();
  };

  /** An exercise's id: the track and the name of its notebook. */
  const idOf = path =>
    path.replace(/\.ipynb$/, '').split('/').slice(-2).join('/');

  /** Python for `torchdojo.jupyter.NAME(ID)` that binds no name in the student's notebook. */
  const pythonFor = (name, id) =>
    `__import__("torchdojo.jupyter", fromlist=["${name}"]).${name}(${JSON.stringify(id)})`;

  /** Not in an assignment of nbgrader's, which has no exercises around it. */
  const isExercise = panel =>
    !panel.context.model.getMetadata('torchdojo') &&
    [...panel.context.model.cells].some(cell =>
      cell.sharedModel.getSource().includes('torchdojo.jupyter')
    );

  const activate = (app, palette, tracker, modules) => {
    const { apputils, outputarea } = modules;
    const results = new WeakMap();

    /** The area beside a notebook in which results are shown; opened if it is not there. */
    const areaOf = panel => {
      let shown = results.get(panel);
      if (!shown || shown.isDisposed) {
        const area = new outputarea.SimplifiedOutputArea({
          model: new outputarea.OutputAreaModel({ trusted: true }),
          rendermime: panel.content.rendermime
        });
        area.node.style.cssText = 'overflow: auto; overflow-wrap: anywhere; padding: 8px';
        shown = new apputils.MainAreaWidget({ content: area });
        shown.addClass('torchdojo-result');
        shown.title.label = `Result of ${panel.title.label}`;
        shown.title.closable = true;
        results.set(panel, shown);
        panel.disposed.connect(() => shown.dispose());
      }
      if (!shown.isAttached) {
        app.shell.add(shown, 'main', { ref: panel.id, mode: 'split-right', activate: false });
      }
      return shown.content;
    };

    const say = (panel, text) => {
      const area = areaOf(panel);
      area.model.clear();
      area.model.add({ output_type: 'stream', name: 'stdout', text: `${text}\n` });
    };

    /** Run a helper in the notebook's kernel; shows what it says, and returns it as text. */
    const ask = async (panel, name, id) => {
      await panel.sessionContext.ready;
      const kernel = panel.sessionContext.session?.kernel;
      if (!kernel) {
        say(panel, 'This notebook has no kernel: choose one by Kernel, Change Kernel.');
        return null;
      }
      say(panel, 'Please wait: the kernel is asked.');
      const future = kernel.requestExecute({ code: pythonFor(name, id), store_history: false });
      const heard = [];
      future.onIOPub = message => {
        const type = message.header.msg_type;
        if (['stream', 'execute_result', 'display_data', 'error'].includes(type)) {
          heard.push({ output_type: type, ...message.content });
        }
      };
      const reply = (await future.done).content;
      if (reply.ename === 'ModuleNotFoundError' && /'torchdojo/.test(reply.evalue)) {
        say(panel, NO_TORCHDOJO);
        return null;
      }
      const area = areaOf(panel);
      area.model.clear();
      heard.forEach(output => area.model.add(output));
      return reply.status === 'ok' ? heard.map(one => one.data?.['text/plain'] ?? '').join('') : null;
    };

    const actions = {
      check: async panel => {
        await panel.context.save();
        await ask(panel, 'check', idOf(panel.context.path));
      },
      hint: panel => ask(panel, 'hint', idOf(panel.context.path)),
      reset: async panel => {
        const id = idOf(panel.context.path);
        const answer = await apputils.showDialog({
          title: `Begin ${id} anew?`,
          body: 'The exercise comes back as it was given out. A copy of your work is kept.',
          buttons: [
            apputils.Dialog.cancelButton(),
            apputils.Dialog.warnButton({ label: 'Reset' })
          ]
        });
        if (!answer.button.accept) {
          return;
        }
        if (panel.sessionContext.session?.kernel?.status === 'busy') {
          say(panel, 'Nothing is reset while a cell runs: wait for it, or interrupt the kernel.');
          return;
        }
        await panel.context.save();
        if ((await ask(panel, 'reset', id)) === null) {
          return;
        }
        if (panel.context.model.dirty) {
          say(panel, 'The file is reset, but you went on writing: reload it from disk to see it.');
        } else {
          await panel.context.revert();
        }
      },
      next: async panel => {
        const said = await ask(panel, 'next_exercise', idOf(panel.context.path));
        const found = said?.match(/^File: (.+)$/m);
        if (found) {
          const here = panel.context.path.split('/').slice(0, -1);
          const path = modules.coreutils.PathExt.join(...here, found[1]);
          await app.commands.execute('docmanager:open', { path });
        }
      }
    };

    for (const [name, [label, caption]] of Object.entries(COMMANDS)) {
      const command = `torchdojo:${name}`;
      app.commands.addCommand(command, {
        label: `${label}: ${caption}`,
        isEnabled: () => tracker.currentWidget !== null,
        execute: () => actions[name](tracker.currentWidget)
      });
      palette?.addItem({ command, category: 'torchdojo' });
    }

    const addButtons = async panel => {
      await panel.context.ready;
      if (!isExercise(panel)) {
        return;
      }
      let place = 'save';
      for (const [name, [label, caption]] of Object.entries(COMMANDS)) {
        const item = `torchdojo-${name}`;
        const button = new apputils.ToolbarButton({
          label,
          tooltip: caption,
          className: item,
          onClick: () => actions[name](panel)
        });
        if (!panel.toolbar.insertAfter(place, item, button)) {
          panel.toolbar.addItem(item, button);
        }
        place = item;
      }
    };
    tracker.forEach(addButtons);
    tracker.widgetAdded.connect((_, panel) => addButtons(panel));
  };

  /** The plugin; its tokens are those of the packages that JupyterLab shares. */
  const plugin = async () => {
    const names = ['apputils', 'coreutils', 'notebook', 'outputarea'];
    const loaded = await Promise.all(names.map(name => load(`@jupyterlab/${name}`)));
    const modules = Object.fromEntries(names.map((name, n) => [name, loaded[n]]));
    return {
      id: 'torchdojo:plugin',
      description: 'Check, Hint, Reset and Next for notebooks that are exercises.',
      autoStart: true,
      requires: [modules.notebook.INotebookTracker],
      optional: [modules.apputils.ICommandPalette],
      activate: (app, tracker, palette) => activate(app, palette, tracker, modules)
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.torchdojo = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    }
  };
})();
