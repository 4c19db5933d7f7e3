// Runs one flow of the vendor's client against the simulator and prints what came of it as its last line, JSON.
import runpodSdk from "runpod-sdk";

const [baseUrl, flow] = process.argv.slice(2);

const endpoint = runpodSdk("rpa_test", { baseUrl: `${baseUrl}v2` }).endpoint("stable-diffusion-xl");
const body = { input: { prompt: "a red fox", width: 64, height: 64, seed: 42 } };

const until = async (id, done) => {
  for (;;) {
    const status = await endpoint.status(id);
    if (done(status)) {
      return status;
    }
  }
};

const failure = async (action) => {
  try {
    await action();
    return null;
  } catch (error) {
    return error.response?.status ?? error.message;
  }
};

const flows = {
  run: async () => {
    const queued = await endpoint.run(body);
    const done = await until(queued.id, (status) => status.completed);
    return { queued: queued.status, done: done.status, images: done.output.images.length, seed: done.output.seed };
  },

  runSync: async () => {
    const done = await endpoint.runSync(body);
    return { done: done.status, succeeded: done.succeeded, sync: done.id.startsWith("sync-") };
  },

  runSyncLong: async () => {
    const done = await endpoint.runSync(body, 1000);
    return { done: done.status, completed: done.completed };
  },

  statusSync: async () => ({ done: (await endpoint.statusSync((await endpoint.run(body)).id, 5000)).status }),

  cancel: async () => {
    const { id } = await endpoint.run(body);
    return { answer: (await endpoint.cancel(id)).status, after: (await endpoint.status(id)).status };
  },

  health: async () => {
    const { id } = await endpoint.run(body);
    await until(id, (status) => status.completed);
    return endpoint.health();
  },

  purge: async () => {
    await endpoint.run(body);
    await endpoint.run(body);
    return endpoint.purgeQueue();
  },

  stream: async () => {
    const { id } = await endpoint.run(body);
    const chunks = [];
    for await (const chunk of endpoint.stream(id)) {
      chunks.push(chunk);
    }
    return { chunks: chunks.length, images: chunks[0].output.images.length };
  },

  errors: async () => {
    const sdk = (key, id) => runpodSdk(key, { baseUrl: `${baseUrl}v2` }).endpoint(id);
    const refused = await endpoint.run({ input: { prompt: "x", foo: 1 } });
    return {
      key: await failure(() => sdk("wrong", "stable-diffusion-xl").health()),
      endpoint: await failure(() => sdk("rpa_test", "unknown").run(body)),
      job: await failure(() => endpoint.status("unknown")),
      failed: (await until(refused.id, (status) => status.completed)).error,
    };
  },
};

flows[flow]().then(
  (result) => console.log(JSON.stringify(result)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
