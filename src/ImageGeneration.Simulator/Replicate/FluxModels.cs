using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The FLUX family, all official; the versions, which the API hides, are partly made up.</summary>
internal static class FluxModels
{
    public const string Flagged = "All generated images contained NSFW content. Try running it again with a different prompt.";
    private const string Sensitive = "The input or output was flagged as sensitive. Please try again with different inputs. (E005)";

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
            FlaggedError = Flagged,
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
            FlaggedError = Flagged,
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
            FlaggedError = Flagged,
        },
        new()
        {
            Id = "black-forest-labs/flux-1.1-pro",
            Description = "Faster, better FLUX Pro. Text-to-image model with excellent image quality and prompt adherence",
            CreatedAt = "2024-10-02T17:21:11.902617Z",
            Versions = [new("96ccd0e7b1c1f8a1b5c3a7f8f2f1f8a64a3cf3d7b0f7f5d2e9e2d06c3c36ef2a", "2025-03-04T10:05:50.003120Z", "0.14.1")],
            Official = true,
            Output = ReplicateOutput.Image,
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
            Output = ReplicateOutput.Image,
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
            Output = ReplicateOutput.Image,
            Inputs = FluxInputs.KontextPro,
            RunTime = TimeSpan.FromSeconds(5.5),
            DefaultFormat = "png",
            Price = Price.PerImage(0.04m),
            FlaggedError = Sensitive,
        },
        new()
        {
            Id = "black-forest-labs/flux-pro",
            Description = "State-of-the-art image generation with prompt following, visual quality, image detail and output diversity",
            CreatedAt = "2024-08-01T09:32:10.863297Z",
            Versions = [new("ce4035b99fc7bac18bc2f0384632858f126f6b4d96c88603a898a76b8e0c4ac2", "2025-01-14T10:22:31.008213Z", "0.13.6")],
            Official = true,
            Output = ReplicateOutput.Image,
            Inputs = FluxInputs.Pro,
            RunTime = TimeSpan.FromSeconds(6.5),
            DefaultFormat = "webp",
            Price = Price.PerImage(0.055m),
            FlaggedError = Sensitive,
        },
        new()
        {
            Id = "black-forest-labs/flux-kontext-max",
            Description = "A premium text-based image editing model that delivers maximum performance and improved typography",
            CreatedAt = "2025-05-27T08:40:10.254371Z",
            Versions = [new("8389ed8e16b13ef10f1c8d6a2a0b1b8d1f0c3f6b8a7e5d4c3b2a190817263544", "2025-05-29T11:35:40.772034Z", "0.14.12")],
            Official = true,
            Output = ReplicateOutput.Image,
            Inputs = FluxInputs.KontextPro,
            RunTime = TimeSpan.FromSeconds(7.5),
            DefaultFormat = "png",
            Price = Price.PerImage(0.08m),
            FlaggedError = Sensitive,
        },
        new()
        {
            Id = "black-forest-labs/flux-kontext-dev",
            Description = "Open-weight version of FLUX.1 Kontext",
            CreatedAt = "2025-06-20T21:09:11.603912Z",
            Versions = [new("85723d503c17da3f9fd9cecfb9987a8bf60ef747fd8f68a25d7636f88260eb59", "2025-06-26T19:35:27.221483Z", "0.15.8")],
            Official = true,
            Output = ReplicateOutput.Image,
            Inputs = FluxInputs.KontextDev,
            RunTime = TimeSpan.FromSeconds(4.8),
            DefaultSteps = 28,
            DefaultFormat = "webp",
            Price = Price.PerImage(0.025m),
            FlaggedError = "Generated image contained NSFW content. Try running it again with a different prompt.",
        },
    ];
}
