namespace ImageGeneration.Providers;

/// <summary>Represents the effect of the extras on a job: what is billed is the input that is sent, not the request alone.</summary>
/// <param name="Width">The width of an image in pixels.</param>
/// <param name="Height">The height of an image in pixels.</param>
/// <param name="Images">The number of images of each job; null when the extras leave it to the library.</param>
/// <param name="WorkPerImage">How much longer an image takes than the model's usual one: 1 or more.</param>
/// <param name="WorkPerJob">How much longer a job takes than the model's usual one: 1 or more.</param>
/// <param name="Seed">The seed that is sent; null when the extras leave it to the request.</param>
/// <param name="Unpriced">The member that makes the list price inapplicable; null when none does.</param>
internal sealed record ExtrasEffect(
    int Width, int Height, int? Images, double WorkPerImage, double WorkPerJob, long? Seed, string? Unpriced);
