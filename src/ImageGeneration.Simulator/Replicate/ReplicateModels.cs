using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>
/// The models that the simulator's Replicate has. Inputs follow the models' published schemas; prices are list prices of 2026, for a
/// journal that adds up and not for a price table; the versions of official models, which the API hides, are partly made up.
/// </summary>
internal static class ReplicateModels
{
    private const string FluxFlagged = "All generated images contained NSFW content. Try running it again with a different prompt.";
    private const string Sensitive = "The input or output was flagged as sensitive. Please try again with different inputs. (E005)";

    // What an L40S costs: SDXL's 0.0063 USD an image are six and a half seconds of it.
    private static readonly Price L40S = Price.PerSecond(0.000975m);
    // What trainings run on.
    public static Price H100 { get; } = Price.PerSecond(0.001525m);

    private static readonly Price T4 = Price.PerSecond(0.000225m);

    public static IReadOnlyList<ReplicateModel> All { get; } =
    [
        new()
        {
            Id = "black-forest-labs/flux-schnell",
            Description = "The fastest image generation model tailored for local development and personal use",
            CreatedAt = "2024-07-30T00:32:11.473557Z",
            Versions = [new("c846a69991daf4c0e5d016514849d14ee5b2e6846ce6b9d6f21369e564cfe51e", "2024-12-19T19:01:37.041332Z", "0.13.6")],
            Official = true,
            Inputs = FluxInputs.Schnell,
            RunTime = TimeSpan.FromSeconds(1.2),
            DefaultSteps = 4,
            DefaultFormat = "webp",
            Price = Price.PerImage(0.003m),
            FlaggedError = FluxFlagged,
        },
        new()
        {
            Id = "black-forest-labs/flux-dev",
            Description = "A 12 billion parameter rectified flow transformer capable of generating images from text descriptions",
            CreatedAt = "2024-07-29T23:25:06.100855Z",
            Versions = [new("6e4a938f85952bdabcc15aa329178c4d681c52bf25a0342403287dc26944661d", "2025-01-08T12:11:20.214511Z", "0.13.6")],
            Official = true,
            Inputs = FluxInputs.Dev,
            RunTime = TimeSpan.FromSeconds(3.1),
            DefaultSteps = 28,
            DefaultFormat = "webp",
            Price = Price.PerImage(0.025m),
            FlaggedError = FluxFlagged,
        },
        new()
        {
            Id = "black-forest-labs/flux-dev-lora",
            Description = "A version of flux-dev, a text to image model, that supports fast fine-tuned lora inference",
            CreatedAt = "2024-11-07T20:27:10.531872Z",
            Versions = [new("ae0d7d645446924cf1871e3ca8796e8318f72465d2b5af9323a835df93bf0917", "2025-02-11T09:40:02.915480Z", "0.13.7")],
            Official = true,
            Inputs = FluxInputs.DevLora,
            RunTime = TimeSpan.FromSeconds(4.4),
            DefaultSteps = 28,
            DefaultFormat = "webp",
            Price = Price.PerImage(0.032m),
            FlaggedError = FluxFlagged,
        },
        new()
        {
            Id = "black-forest-labs/flux-1.1-pro",
            Description = "Faster, better FLUX Pro. Text-to-image model with excellent image quality and prompt adherence",
            CreatedAt = "2024-10-02T17:21:11.902617Z",
            Versions = [new("96ccd0e7b1c1f8a1b5c3a7f8f2f1f8a64a3cf3d7b0f7f5d2e9e2d06c3c36ef2a", "2025-03-04T10:05:50.003120Z", "0.14.1")],
            Official = true,
            SingleOutput = true,
            Inputs = FluxInputs.Pro11,
            RunTime = TimeSpan.FromSeconds(4.2),
            DefaultFormat = "webp",
            Price = Price.PerImage(0.04m),
            FlaggedError = Sensitive,
        },
        new()
        {
            Id = "black-forest-labs/flux-1.1-pro-ultra",
            Description = "FLUX1.1 [pro] in ultra and raw modes. Images are up to 4 megapixels. Use raw mode for realism.",
            CreatedAt = "2024-11-06T17:57:20.212746Z",
            Versions = [new("5ea10f739af9f6d4002fe9aee4c15be14c3c8d7f8b309e634bf68df09159863f", "2025-01-22T08:14:01.552121Z", "0.13.6")],
            Official = true,
            SingleOutput = true,
            Inputs = FluxInputs.Pro11Ultra,
            RunTime = TimeSpan.FromSeconds(8.5),
            DefaultSize = 2048,
            DefaultFormat = "jpg",
            Price = Price.PerImage(0.06m),
            FlaggedError = Sensitive,
        },
        new()
        {
            Id = "black-forest-labs/flux-kontext-pro",
            Description = "A text-based image editing model that delivers high-quality outputs with excellent prompt following",
            CreatedAt = "2025-05-27T08:27:33.720144Z",
            Versions = [new("0a138193b6d0aa9e6cbd6a6f5f6a0f6d4a1c1e0a4e0fb03d0a5d6f1f8fd0c8b1", "2025-05-29T11:30:22.110921Z", "0.14.12")],
            Official = true,
            SingleOutput = true,
            Inputs = FluxInputs.KontextPro,
            RunTime = TimeSpan.FromSeconds(5.5),
            DefaultFormat = "png",
            Price = Price.PerImage(0.04m),
            FlaggedError = Sensitive,
        },
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
            SingleOutput = true,
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
            FlaggedError = FluxFlagged,
        },
    ];

    public static ReplicateModel? Find(string slug) => All.FirstOrDefault(model => model.Id.Equals(slug, StringComparison.Ordinal));

    /// <summary>The model that has this version.</summary>
    public static ReplicateModel? FindVersion(string version) =>
        All.FirstOrDefault(model => model.Versions.Any(candidate => candidate.Id.Equals(version, StringComparison.Ordinal)));
}
