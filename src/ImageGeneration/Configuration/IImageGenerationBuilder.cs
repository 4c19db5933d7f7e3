namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures image generation after <c>AddImageGeneration</c>.</summary>
public interface IImageGenerationBuilder
{
    /// <summary>Gets the services of the application.</summary>
    IServiceCollection Services { get; }
}

internal sealed record ImageGenerationBuilder(IServiceCollection Services) : IImageGenerationBuilder;
