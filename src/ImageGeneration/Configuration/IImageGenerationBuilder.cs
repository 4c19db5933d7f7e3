namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Where the registration goes on after <c>AddImageGeneration</c>.</summary>
public interface IImageGenerationBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}

internal sealed record ImageGenerationBuilder(IServiceCollection Services) : IImageGenerationBuilder;
