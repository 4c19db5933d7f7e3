using ImageGeneration.Simulator.Catalogue;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The inputs of the trainers.</summary>
internal static class TrainingInputs
{
    public static IReadOnlyList<InputField> FluxDevLora { get; } =
    [
        Uri("input_images"), Text("trigger_word", "\"TOK\""), Flag("autocaption", true), Text("autocaption_prefix"),
        Text("autocaption_suffix"), Whole("steps", "1000", 3, 6000), Number("learning_rate", "0.0004", 0, 1), Whole("batch_size", "1"),
        Text("resolution", "\"512,768,1024\""), Whole("lora_rank", "16", 1, 128), Number("caption_dropout_rate", "0.05", 0, 1),
        Choice("optimizer", "adamw8bit", "prodigy", "adam8bit", "adamw8bit", "lion8bit", "adam", "adamw", "lion", "adagrad", "adafactor"),
        Flag("cache_latents_to_disk", false), Text("layers_to_optimize_regex"), Flag("gradient_checkpointing", false),
        Text("hf_repo_id"), Secret("hf_token"), Text("wandb_project", "\"flux_train_replicate\""), Secret("wandb_api_key"),
        Text("skip_training_and_use_pretrained_hf_lora_url"),
    ];

    public static IReadOnlyList<InputField> Sdxl { get; } =
    [
        Uri("input_images", required: true), Whole("seed"), Whole("resolution", "768"), Whole("train_batch_size", "4"),
        Whole("num_train_epochs", "4000"), Whole("max_train_steps", "1000"), Flag("is_lora", true), Whole("lora_rank", "32"),
        Text("token_string", "\"TOK\""), Text("caption_prefix", "\"a photo of TOK, \""), Text("mask_target_prompts"),
        Flag("crop_based_on_salience", true), Flag("use_face_detection_instead", false), Number("clipseg_temperature", "1", 0, 100),
        Flag("verbose", true), Whole("checkpointing_steps", "999999"),
    ];
}
