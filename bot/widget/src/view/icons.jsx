const icon = (path) => () => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={path} />
  </svg>
);

export const ChatIcon = icon("M20 11.5a7.5 7.5 0 0 1-11 6.6L4.5 19.5l1.4-4.3A7.5 7.5 0 1 1 20 11.5ZM9 10h7M9 13.5h4.5");
export const CloseIcon = icon("M6 6l12 12M18 6 6 18");
export const SendIcon = icon("M12 19V5M5.5 11.5 12 5l6.5 6.5");
export const ClockIcon = icon("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5V12l3 2");
export const CheckIcon = icon("M5 12.5l4.5 4.5L19 7.5");
export const DoctorIcon = icon("M6 4v5a4.5 4.5 0 0 0 9 0V4M10.5 13.5V16a4.5 4.5 0 0 0 9 0v-2.5M19.5 13.5a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5Z");
export const AlertIcon = icon("M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17.2v.1");
export const PhoneIcon = icon("M6.5 4h3l1.3 4-2 1.4a11 11 0 0 0 5.8 5.8l1.4-2 4 1.3v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4Z");
export const CalendarIcon = icon("M5 6.5h14V20H5zM5 10.5h14M9 4v4M15 4v4");
export const BinIcon = icon("M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7");
