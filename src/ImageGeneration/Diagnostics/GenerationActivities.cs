using System.Diagnostics;

namespace ImageGeneration.Diagnostics;

internal static class GenerationActivities
{
    public static Activity? StartGeneration(ImageGenerationRequest request) => null;

    public static Activity? StartAttempt(string provider, ImageModel model) => null;

    public static void Complete(Activity? activity, GenerationAttempt attempt)
    {
    }

    public static void Complete(Activity? activity, ImageGenerationResponse response)
    {
    }

    public static void Fail(Activity? activity, FailureKind? kind)
    {
    }
}
