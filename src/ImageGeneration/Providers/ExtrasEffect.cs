namespace ImageGeneration.Providers;

/// <summary>What the extras make of a job: what is billed is the input that is sent, not the request alone.</summary>
/// <param name="Width">Pixels of an image.</param>
/// <param name="Height">Pixels of an image.</param>
/// <param name="Images">Images of each job; null where the extras leave it to the library.</param>
/// <param name="WorkPerImage">How much longer an image takes than the model's usual one: 1 or more.</param>
/// <param name="WorkPerJob">How much longer a job takes than the model's usual one: 1 or more.</param>
/// <param name="Seed">The seed that is sent; null where the extras leave it to the request.</param>
/// <param name="Unpriced">The member that makes it another price than the list's; null where none does.</param>
internal sealed record ExtrasEffect(
    int Width, int Height, int? Images, double WorkPerImage, double WorkPerJob, long? Seed, string? Unpriced);
