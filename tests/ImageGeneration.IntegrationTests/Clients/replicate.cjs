// Runs one flow of the vendor's client against the simulator and prints what came of it as one line of JSON.
const http = require("node:http");
const Replicate = require("replicate");

const [baseUrl, flow] = process.argv.slice(2);
const replicate = new Replicate({ auth: "r8_test", baseUrl: `${baseUrl}v1`, useFileOutput: false });
const model = "black-forest-labs/flux-schnell";
const sdxl = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";
const trainer = ["ostris", "flux-dev-lora-trainer", "26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2"];
const input = { prompt: "a red fox", seed: 42 };
const interval = 20;

const failure = async (action) => {
  try {
    await action();
    return null;
  } catch (error) {
    return { status: error.response?.status ?? null, message: error.message };
  }
};

const flows = {
  run: async () => ({ output: await replicate.run(model, { input: { ...input, num_outputs: 2 } }) }),

  poll: async () => {
    const seen = [];
    const options = { input: { ...input, width: 64, height: 64 }, wait: { mode: "poll", interval } };
    const output = await replicate.run(`stability-ai/sdxl:${sdxl}`, options, (prediction) => seen.push(prediction.status));
    return { output, first: seen[0], last: seen.at(-1) };
  },

  wait: async () => {
    const created = await replicate.predictions.create({ model, input });
    const done = await replicate.wait(created, { interval });
    return { created: created.status, done: done.status, same: (await replicate.predictions.get(created.id)).status };
  },

  deployment: async () => {
    const created = await replicate.deployments.predictions.create("acme", "pictures", { input });
    return { deployment: created.deployment, done: (await replicate.wait(created, { interval })).status };
  },

  deployments: async () => {
    const config = { model: "stability-ai/sdxl", version: sdxl, hardware: "gpu-t4", min_instances: 0, max_instances: 3 };
    await replicate.deployments.create({ name: "pictures", ...config });
    await replicate.deployments.create({ name: "spare", ...config });
    const updated = await replicate.deployments.update("acme", "pictures", { max_instances: 10 });
    const created = await replicate.deployments.predictions.create("acme", "pictures", { input: { width: 64, height: 64 } });
    return {
      done: (await replicate.wait(created, { interval })).status,
      release: updated.current_release.number,
      most: (await replicate.deployments.get("acme", "pictures")).current_release.configuration.max_instances,
      deleted: await replicate.deployments.delete("acme", "spare"),
      refused: (await failure(() => replicate.deployments.delete("acme", "pictures"))).status,
      listed: (await replicate.deployments.list()).results.map((one) => one.name),
    };
  },

  collections: async () => {
    const listed = (await replicate.collections.list()).results.map((one) => one.slug);
    return { listed, models: (await replicate.collections.get("super-resolution")).models.map((model) => model.name) };
  },

  cancel: async () => {
    const created = await replicate.predictions.create({ model, input });
    const canceled = await replicate.predictions.cancel(created.id);
    return { status: canceled.status, after: (await replicate.predictions.get(created.id)).status };
  },

  list: async () => {
    const sizes = [];
    for await (const page of replicate.paginate(replicate.predictions.list)) {
      sizes.push(page.length);
    }
    return { sizes };
  },

  errors: async () => ({
    invalid: await failure(() => replicate.run(model, { input: { num_outputs: 9 } })),
    missing: await failure(() => replicate.predictions.get("unknown")),
    version: await failure(() => replicate.predictions.create({ version: "1234", input })),
    failed: await failure(() => replicate.run(model, { input: { prompt: "fail" }, wait: { mode: "poll", interval } })),
    key: await failure(() => new Replicate({ auth: "wrong", baseUrl: `${baseUrl}v1` }).accounts.current()),
  }),

  stream: async () => {
    const events = [];
    for await (const event of replicate.stream("meta/meta-llama-3-8b-instruct", { input: { prompt: "x" } })) {
      events.push(event.event);
    }
    return { outputs: events.filter((name) => name === "output").length, last: events.at(-1) };
  },

  search: async () => ({
    models: (await replicate.models.search("kontext")).results.length,
    found: (await (await replicate.request("/search?query=kontext", { method: "GET" })).json()).models.length,
  }),

  retry: async () => ({ status: (await replicate.predictions.create({ model, input })).status }),

  lookup: async () => {
    const found = await replicate.models.get("stability-ai", "sdxl");
    const versions = await replicate.models.versions.list("stability-ai", "sdxl");
    return {
      account: (await replicate.accounts.current()).username,
      hardware: (await replicate.hardware.list()).map((one) => one.sku),
      latest: found.latest_version.id === versions.results[0].id,
      version: (await replicate.models.versions.get("stability-ai", "sdxl", sdxl)).id === sdxl,
      models: (await replicate.models.list()).results.length,
    };
  },

  files: async () => {
    const file = await replicate.files.create(new File(["hello"], "a.txt", { type: "text/plain" }), { order: 7 });
    const read = await replicate.files.get(file.id);
    const listed = (await replicate.files.list()).results.length;
    const image = new Blob(["png"], { type: "image/png" });
    const edited = await replicate.run("black-forest-labs/flux-dev", { input: { ...input, image } });
    return { name: read.name, order: read.metadata.order, listed, edited: edited.length, deleted: await replicate.files.delete(file.id) };
  },

  training: async () => {
    await replicate.models.create("acme", "fox", { visibility: "private", hardware: "gpu-t4" });
    const options = { destination: "acme/fox", input: { input_images: "https://example.com/a.zip", steps: 3 } };
    const created = await replicate.trainings.create(...trainer, options);
    let training = created;
    while (!["succeeded", "failed"].includes(training.status)) {
      training = await replicate.trainings.get(created.id);
    }
    const canceled = await replicate.trainings.cancel((await replicate.trainings.create(...trainer, { ...options, input: {} })).id);
    const output = await replicate.run(training.output.version, { input });
    return { created: created.status, version: training.output.version, canceled: canceled.status, output: output.length,
      listed: (await replicate.trainings.list()).results.length };
  },

  webhook: async () => {
    const { key } = await replicate.webhooks.default.secret.get();
    const received = new Promise((resolve) => {
      const server = http.createServer((request, response) => {
        const chunks = [];
        request.on("data", (chunk) => chunks.push(chunk));
        request.on("end", () => {
          response.end();
          server.close();
          resolve({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        });
      });
      server.listen(0, "127.0.0.1", () => replicate.predictions.create({
        model, input, webhook: `http://127.0.0.1:${server.address().port}/hook`, webhook_events_filter: ["completed"],
      }));
    });
    const request = await received;
    return {
      status: JSON.parse(request.body).status,
      valid: await Replicate.validateWebhook(request, key),
      forged: await Replicate.validateWebhook({ ...request, body: request.body.replace("succeeded", "failed") }, key),
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
