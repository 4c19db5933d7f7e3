using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>
/// The models that the simulator's Replicate has. Inputs follow the models' published schemas; prices are list prices of 2026, for a
/// journal that adds up and not for a price table. Two models write text: what comes of that is the trap of Replicate's sync mode.
/// </summary>
internal static class ReplicateModels
{
    // What an L40S costs: SDXL's 0.0063 USD an image are six and a half seconds of it.
    private static readonly Price L40S = Price.PerSecond(0.000975m);
    private static readonly Price T4 = Price.PerSecond(0.000225m);

    private static readonly InputField[] TextInputs =
    [
        InputField.Prompt(), InputField.Text("system_prompt", "\"You are a helpful assistant\""), InputField.Whole("max_tokens", "512"),
        InputField.Number("temperature", "0.7", 0, 5), InputField.Number("top_p", "0.95", 0, 1),
    ];

    /// <summary>What trainings run on.</summary>
    public static Price H100 { get; } = Price.PerSecond(0.001525m);

    public static IReadOnlyList<ReplicateModel> All { get; } =
    [
        .. FluxModels.All,
        new()
        {
            Id = "stability-ai/sdxl",
            Description = "A text-to-image generative AI model that creates beautiful images",
            CreatedAt = "2023-07-26T17:53:09.882651Z",
            Versions =
            [
                new("7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc", "2024-05-23T23:26:26.222931Z", "0.9.5"),
                new("39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b", "2023-11-06T23:13:07.906314Z", "0.8.6"),
                new("c221b2b8ef527988fb59bf24a8b97c4561f1c671f73bd389f866bfb27c061316", "2023-10-12T16:07:48.142514Z", "0.8.6"),
            ],
            Inputs = SdxlInputs.TextToImage,
            RunTime = TimeSpan.FromSeconds(3.5),
            DefaultSteps = 50,
            DefaultPrompt = "An astronaut riding a rainbow unicorn",
            TrainingInputs = TrainingInputs.Sdxl,
            Price = L40S,
        },
        new()
        {
            Id = "nightmareai/real-esrgan",
            Description = "Real-ESRGAN with optional face correction and adjustable upscale",
            CreatedAt = "2021-09-09T18:30:03.121511Z",
            Versions = [new("f121d640bd286e1fdc67f9799164c1d5be36ff74576ee11c803ae5b665dd46aa", "2024-04-11T15:30:20.351923Z", "0.9.4")],
            Output = ReplicateOutput.Image,
            Inputs =
            [
                InputField.Uri("image", required: true),
                InputField.Number("scale", "4", 0, 10),
                InputField.Flag("face_enhance", false),
            ],
            RunTime = TimeSpan.FromSeconds(4.5),
            DefaultPrompt = "An enlarged picture",
            DefaultSize = 2048,
            Price = T4,
        },
        new()
        {
            Id = "ostris/flux-dev-lora-trainer",
            Description = "Fine-tune FLUX.1-dev using ai-toolkit",
            CreatedAt = "2024-08-09T15:52:22.112321Z",
            Versions =
            [
                new("26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2", "2025-04-30T11:32:12.018333Z", "0.14.4"),
                new("e440909d3512c31646ee2e0c7d6f6f4923224863a6a10c494606e79fb5844497", "2024-11-02T09:11:48.401992Z", "0.13.2"),
            ],
            Inputs = FluxInputs.FineTune,
            TrainingInputs = TrainingInputs.FluxDevLora,
            RunTime = TimeSpan.FromSeconds(4.5),
            DefaultSteps = 28,
            DefaultFormat = "webp",
            Price = H100,
            FlaggedError = FluxModels.Flagged,
        },
        new()
        {
            Id = "meta/meta-llama-3-8b-instruct",
            Description = "An 8 billion parameter language model from Meta, fine tuned for chat completions",
            CreatedAt = "2024-04-17T21:44:58.480057Z",
            Versions = [new("5a6809ca6288247d06daf6365557e5e429063f32a21146b2a807c682652136b8", "2024-04-23T20:27:08.314571Z", "0.9.5")],
            Official = true,
            Output = ReplicateOutput.Text,
            Inputs = TextInputs,
            RunTime = TimeSpan.FromSeconds(1.5),
            Price = L40S,
        },
        new()
        {
            Id = "meta/llama-2-70b-chat",
            Description = "A 70 billion parameter language model from Meta, fine tuned for chat completions",
            CreatedAt = "2023-07-18T15:01:38.870193Z",
            Versions = [new("2d19859030ff705a87c746f7e96eea03aefb71f166725aee39692f1476566d48", "2024-03-18T17:22:50.194033Z", "0.9.4")],
            Official = true,
            Output = ReplicateOutput.Text,
            Inputs = TextInputs,
            RunTime = TimeSpan.FromSeconds(6),
            Price = L40S,
        },
    ];

    public static ReplicateModel? Find(string slug) => All.FirstOrDefault(model => model.Id.Equals(slug, StringComparison.Ordinal));

    /// <summary>The model that has this version.</summary>
    public static ReplicateModel? FindVersion(string version) =>
        All.FirstOrDefault(model => model.Versions.Any(candidate => candidate.Id.Equals(version, StringComparison.Ordinal)));
}
